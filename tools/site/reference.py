"""The reference as Markdown: one page a public header, made of Doxygen's XML."""
import html
import xml.etree.ElementTree as ElementTree
from pathlib import Path

# Doxygen's elements within a description, and the HTML that they become.
INLINE = {"computeroutput": "code", "bold": "b", "emphasis": "i", "superscript": "sup", "subscript": "sub"}
BLOCK = {"itemizedlist": "ul", "orderedlist": "ol", "listitem": "li", "blockquote": "blockquote"}
CHARACTER = {"ndash": "–", "mdash": "—", "zwj": "", "nonbreakablespace": " ", "linebreak": "<br/>", "sp": " "}


class Reference:
    """Types and functions of Doxygen's XML in the folder `xml`, by the header that declares them."""

    def __init__(self, xml):
        self.compounds = {}  # id → compounddef
        self.members = {}    # header → memberdefs of namespaces
        self.types = {}      # header → compounddefs of classes and structs
        self.places = {}     # id → header
        for path in sorted(Path(xml).glob("*.xml")):
            for compound in ElementTree.parse(path).getroot().iter("compounddef"):
                self._add(compound)

    def _add(self, compound):
        self.compounds[compound.get("id")] = compound
        kind = compound.get("kind")
        if kind in ("class", "struct", "union"):
            header = _header(compound)
            self.types.setdefault(header, []).append(compound)
            self._place(compound, header)
        elif kind == "namespace":
            for member in compound.iter("memberdef"):
                header = _header(member)
                self.members.setdefault(header, []).append(member)
                self.places[member.get("id")] = header

    def _place(self, compound, header):
        self.places[compound.get("id")] = header
        for member in compound.iter("memberdef"):
            self.places[member.get("id")] = header

    def headers(self):
        return sorted(set(self.types) | set(self.members))

    def undocumented(self):
        """"file:line: …" for every public type that says nothing: without a comment, on itself and on its members."""
        found = []
        for compounds in self.types.values():
            for compound in compounds:
                if _public(compound) and not any(map(_documented, [compound, *compound.iter("memberdef")])):
                    place = compound.find("location")
                    found.append(f"{place.get('file')}:{place.get('line')}: {compound.findtext('compoundname')} says nothing, nor do its members")
        return sorted(found)

    def page(self, header, opening):
        """The page of one header; `opening` is what the header says of itself in its first lines."""
        up = "../" * header.count("/")
        parts = [f"# {header.rsplit('/', 1)[-1].removesuffix('.hpp')}\n", f"{html.escape(opening)}\n",
                 f'```cpp\n#include "{header}"\n```\n']
        for compound in sorted(self.types.get(header, []), key=_line):
            if _public(compound):
                parts.append(self._type(compound, up))
        members = sorted(self.members.get(header, []), key=_line)
        for group in _overloads(members):
            parts.append(self._group(group, up, level=2))
        return "\n".join(parts)

    def _type(self, compound, up):
        name = compound.findtext("compoundname")
        bases = ", ".join(f"{base.get('prot')} {base.text}" for base in compound.findall("basecompoundref"))
        declaration = f"{compound.get('kind')} {name}" + (f" : {bases}" if bases else "")
        parts = [f"## {name.rsplit('::', 1)[-1]}\n", _anchor(compound), _signature([declaration]),
                 self._description(compound, up)]
        fields, groups, overrides = [], [], []
        members = [m for m in sorted(compound.iter("memberdef"), key=_line) if m.get("prot") != "private"]
        for member in members:
            if member.get("kind") == "variable":
                fields.append(member)
            elif "override" in (member.findtext("argsstring") or "") and not _documented(member):
                overrides.append(member.findtext("name"))
            elif not _silent(member):
                groups.append(member)
        if fields:
            parts.append(self._fields(fields, up))
        parts += [self._group(group, up, level=3) for group in _overloads(groups)]
        if overrides:
            names = ", ".join(f"<code>{html.escape(name)}</code>" for name in dict.fromkeys(overrides))
            parts.append(f"<p>Overrides {names}.</p>\n")
        return "\n".join(parts)

    def _fields(self, fields, up):
        rows = []
        for field in fields:
            declared = f"{_text(field.find('type'))} {field.findtext('name')} {_text(field.find('initializer'))}".strip()
            rows.append(f"<tr><td>{_anchor(field).strip()}<code>{html.escape(declared)}</code></td>"
                        f"<td>{self._description(field, up).strip()}</td></tr>")
        return "<table><tbody>\n" + "\n".join(rows) + "\n</tbody></table>\n"

    def _group(self, group, up, level):
        """Functions of one name that stand together: each with its comment, or under that of the one before."""
        parts = [f"{'#' * level} {html.escape(group[0].findtext('name'))}\n"]
        signatures = []
        for index, member in enumerate(group):
            parts.append(_anchor(member))
            signatures.append(_declaration(member))
            following = group[index + 1] if index + 1 < len(group) else None
            if following is None or _documented(following):
                parts += [_signature(signatures), self._description(group[index - len(signatures) + 1], up)]
                signatures = []
        return "\n".join(parts)

    def _description(self, element, up):
        whole = "".join(self._html(element.find(kind), up) for kind in ("briefdescription", "detaileddescription")
                        if element.find(kind) is not None)
        values = "".join(f"<li><code>{html.escape(value.findtext('name'))}</code> {self._plain(value, up)}</li>"
                         for value in element.findall("enumvalue"))
        return whole.strip() + (f"<ul>{values}</ul>" if values else "") + "\n"

    def _plain(self, element, up):
        return self._description(element, up).strip().removeprefix("<p>").removesuffix("</p>")

    def _html(self, element, up):
        inner = html.escape(element.text or "", quote=False)
        for child in element:
            inner += self._html(child, up) + html.escape(child.tail or "", quote=False)
        tag = element.tag
        if tag in ("briefdescription", "detaileddescription"):
            return inner
        if tag == "para":
            # A list stands beside paragraphs in HTML, not within one.
            return f"{inner}\n" if any(child.tag in BLOCK for child in element) else f"<p>{inner}</p>\n"
        if tag == "ref":
            return self._link(element.get("refid"), inner, up)
        if tag in CHARACTER:
            return CHARACTER[tag]
        if tag in INLINE or tag in BLOCK:
            name = INLINE.get(tag) or BLOCK[tag]
            return f"<{name}>{inner}</{name}>"
        if tag in ("verbatim", "preformatted"):
            return f"<pre>{inner}</pre>"
        raise ValueError(f"tools/site/reference.py knows no HTML for Doxygen's <{tag}>")

    def _link(self, identifier, inner, up):
        header = self.places.get(identifier)
        return inner if header is None else f'<a href="{up}{page_name(header, html_page=True)}#{identifier}">{inner}</a>'


def page_name(header, html_page=False):
    """The page of a header, from the folder of the reference: "kolmo/sde/simulate.hpp" → "sde/simulate.md"."""
    return header.removeprefix("kolmo/").removesuffix(".hpp") + (".html" if html_page else ".md")


def opening(header):
    """What the header says of itself: the comment under its #pragma once."""
    lines = []
    for line in header.read_text(encoding="utf-8").splitlines():
        if line.startswith("// "):
            lines.append(line[3:])
        elif lines or not line.startswith(("#pragma", "//")) and line.strip():
            break
    return " ".join(lines)


def _header(element):
    return element.find("location").get("file")


def _line(element):
    return int(element.find("location").get("line"))


def _text(element):
    return "" if element is None else "".join(element.itertext()).strip()


def _documented(element):
    return any(_text(element.find(kind)) for kind in ("briefdescription", "detaileddescription"))


def _silent(member):
    """Destructors, and what is deleted or defaulted, say nothing to a reader."""
    arguments = member.findtext("argsstring") or ""
    return not _documented(member) and (member.findtext("name").startswith("~") or "=default" in arguments or
                                        "=delete" in arguments)


def _public(compound):
    return compound.get("prot", "public") == "public"


def _overloads(members):
    groups = []
    for member in members:
        if groups and groups[-1][0].findtext("name") == member.findtext("name") and member.get("kind") == "function":
            groups[-1].append(member)
        else:
            groups.append([member])
    return groups


def _declaration(member):
    kind = member.get("kind")
    if kind == "enum":
        strong = "enum class" if member.get("strong") == "yes" else "enum"
        return f"{strong} {member.findtext('name')} {{ {', '.join(v.findtext('name') for v in member.findall('enumvalue'))} }}"
    template = member.find("templateparamlist")
    prefix = "" if template is None else f"template <{', '.join(_text(p.find('type')) for p in template)}> "
    static = "static " if member.get("static") == "yes" and kind == "function" else ""
    if kind == "typedef":
        return member.findtext("definition").replace("= typedef ", "= ")
    return f"{prefix}{static}{_text(member.find('type'))} {member.findtext('name')}{member.findtext('argsstring') or ''}" \
           f" {_text(member.find('initializer')) if kind == 'variable' else ''}".strip()


def _signature(lines):
    return "```cpp\n" + "\n".join(line + ";" for line in lines) + "\n```\n"


def _anchor(element):
    return f'<a id="{element.get("id")}"></a>\n'
