# Completion for bash: commands, names of experiments and problems, options, results and their quantities.
_kolmo() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]-} tool='@KOLMO@' options=
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "list run show compare plot export report claims completion --help" -- "$word")
    return
  fi
  case "$command" in
    list) options="--names --like" ;;
    run) options="--config --set --sweep --scale --output --seed --threads --resume --max-wall-time --check-config --list-checks --quiet" ;;
    show) options="--checks --orders --quantities" ;;
    compare) options="--all --false-alarm" ;;
    plot) options="--output" ;;
    report) options="--output --figure --format" ;;
    export) options="--output --csv" ;;
    claims) options="--verdict --note --result" ;;
  esac
  if [ "${word#-}" != "$word" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word")
  elif [ "$command" = run ] && [ "$COMP_CWORD" -eq 2 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$("$tool" list --names 2>/dev/null)" -- "$word")
  elif [ "$command" = run ] && [ "${COMP_WORDS[COMP_CWORD - 1]}" = --scale ]; then
    mapfile -t COMPREPLY < <(compgen -W "quick standard full" -- "$word")
  elif [ "$command" = claims ] && [ "$COMP_CWORD" -eq 2 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$("$tool" claims 2>/dev/null | grep -oE '^[A-Z][0-9]?-[0-9]+')" -- "$word")
  elif [ "$command" = plot ] && [ "$COMP_CWORD" -eq 3 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$("$tool" plot "${COMP_WORDS[2]}" 2>/dev/null)" -- "$word")
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -F _kolmo kolmo tools/kolmo ./tools/kolmo
