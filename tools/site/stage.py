"""Lay out the site for mkdocs: the book and the root's pages where they stand in the tree, and the reference.

usage: stage.py ROOT XML OUTPUT    XML is Doxygen's folder; OUTPUT gets mkdocs.yml and pages/. Exits with 1 where a link is
broken, a page of the book is not in its list of contents (docs/index.md), or a public type says nothing.
"""
import json
import shutil
import sys
from pathlib import Path

import markdown_links
import reference

ROOT_PAGES = ["CONTRIBUTING.md", "CHANGELOG.md"]


def contents(root):
    """The book's list of contents: {heading: pages}, in the order of docs/index.md."""
    index = root / "docs" / "index.md"
    text = markdown_links.prose(index.read_text(encoding="utf-8")).splitlines()
    sections, heading = {}, None
    linked = {line: target for line, target, _ in markdown_links.links(index)}
    for number, line in enumerate(text, 1):
        if line.startswith("## "):
            heading = line[3:].strip()
        target = linked.get(number, "")
        if heading and target.endswith(".md") and not target.startswith(".."):
            sections.setdefault(heading, []).append(f"docs/{target}")
    return sections


def orphans(root, sections):
    listed = {page for pages in sections.values() for page in pages} | {"docs/index.md"}
    return [f"{page}: not in the contents (docs/index.md)"
            for page in sorted(p.relative_to(root).as_posix() for p in (root / "docs").rglob("*.md")) if page not in listed]


def stage_pages(root, pages):
    """Copy the pages and every file that they link, each to where it stands in the tree."""
    for source in sorted({*markdown_links.pages(root), *markdown_links.targets(root)}):
        target = pages / source.relative_to(root.resolve())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def stage_reference(root, xml, pages):
    """Write the reference's pages; returns its part of the navigation and what has no comment."""
    made = reference.Reference(xml)
    modules = {}
    for header in made.headers():
        name = f"reference/{reference.page_name(header)}"
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(made.page(header, reference.opening(root / "include" / header)), encoding="utf-8")
        module = header.split("/")[1] if header.count("/") > 1 else "kolmo"
        modules.setdefault(module, []).append(name)
    return [{module: names} for module, names in modules.items()], made.undocumented()


def configuration(root, output, sections, modules):
    """mkdocs.yml; JSON is YAML."""
    navigation = [{"Kolmo": "README.md"}, {"The book": "docs/index.md"}]
    navigation += [{heading: pages} for heading, pages in sections.items()]
    navigation += [{"Reference": modules}]
    navigation += [page for page in ROOT_PAGES if (root / page).exists()]
    settings = {"site_name": "Kolmo", "docs_dir": "pages", "site_dir": str(output / "site"), "theme": {"name": "readthedocs", "highlightjs": False},
                "use_directory_urls": False, "strict": True, "nav": navigation,
                "plugins": [{"search": {"min_search_length": 2}}],
                "markdown_extensions": [{"toc": {"permalink": False}}, "tables", "fenced_code"]}
    (output / "mkdocs.yml").write_text(json.dumps(settings, indent=1, ensure_ascii=False), encoding="utf-8")


def main(arguments):
    root, xml, output = (Path(argument).resolve() for argument in arguments)
    pages = output / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    sections = contents(root)
    stage_pages(root, pages)
    modules, undocumented = stage_reference(root, xml, pages)
    configuration(root, output, sections, modules)
    complaints = markdown_links.broken(root) + orphans(root, sections) + undocumented
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
