#!/usr/bin/python3
"""readability.py: how hard it is to read what reporters get: the Flesch-Kincaid grade of each file of policy/wording/,
and of each template of policy/replies.yaml, of whole sentences with {names} filled in; none may be over GRADE, which is
a reading age of GRADE + 5. A formula is not a child: it finds long sentences and long words, nothing else. usage:
readability.py TREE"""
import pathlib
import re
import sys

import yaml

GRADE = 6.0
LONGEST = 25  # words in one sentence
# What stands for {name} in the wording when a page is made, as a typical value reads.
FILLED = {
    "come_back": "4pm on Tuesday 24 November",
    "next_look": "8:30 on Monday 23 November", "urgent_look": "8:30 on Monday 23 November",
    "immediate": "1 hour",
    "urgent": "24 hours",
    "reader": "the council team",
    "school": "Hill School",
    "max_files": "5",
    "max_size": "25MB",
    "files": "2",
    "chosen": "3",
}
# Words that the counter below gets wrong, or that are read in another way than written.
KNOWN = {
    "55": 3, "25mb": 5, "pdf": 3, "pdfs": 3, "qr": 2, "anyone": 3, "area": 3, "everything": 3, "homepage": 2,
    "hopefully": 3, "idea": 3, "ideas": 3, "quiet": 2, "safety": 3, "science": 2, "society": 4, "something": 2,
    "sometimes": 2, "somewhere": 2, "trial": 2, "violence": 3,
}


def syllables(word):
    """Groups of vowels, less what is written and not said."""
    word = word.lower().replace("’", "").replace("'", "")
    if word in KNOWN:
        return KNOWN[word]
    if word[0].isdigit():
        return max(1, len(re.sub(r"[^0-9a-z]", "", word)))
    parts = len(re.findall(r"[aeiouy]+", word))
    parts += len(re.findall(r"i[ao]$|ia[nt]|[^ctgx]iou|deo|crea|[aeiouy]ing$|[^qg]ua[lt]|(?:is|es|id|ld)nt$", word))
    if re.search(r"[^aeiouy]e$", word) and not re.search(r"[^aeiouy]le$", word):
        parts -= 1
    elif re.search(r"[^aeiouydt]ed$|[^aeiouyszxcg]es$", word) and not re.search(r"(ch|sh|[^aeiouy]l)es$", word):
        parts -= 1
    if re.search(r"[^aeiouy]e(ly|less|ful|ment)$", word):
        parts -= 1
    return max(1, parts)


def sentences(text):
    """Each with its words; whatever ends a line, a paragraph or a label ends a sentence."""
    text = re.sub(r"\{(\w+)\}", lambda name: FILLED[name[1]], text)
    for part in re.split(r"(?<=[.!?])[”\"]?\s+", text):
        words = re.findall(r"[A-Za-z0-9][A-Za-z0-9’'/:.-]*[A-Za-z0-9]|[A-Za-z0-9]", part)
        words = [half for word in words for half in re.split(r"[/.:-]", word) if half]
        if words:
            yield words


def texts(value):
    return value if isinstance(value, list) else [value]


def figures(found):
    words = sum(len(one) for one in found)
    sounds = sum(syllables(word) for one in found for word in one)
    return 0.39 * words / len(found) + 11.8 * sounds / words - 15.59


def read(file):
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader) or {}


def check(name, values):
    """What is wrong with one file or template, in words; prints its figures."""
    found = [words for value in values for text in texts(value) for words in sentences(text)]
    # Labels of one to four words are no sentences: they would hide long ones behind many short ones.
    whole = [words for words in found if len(words) > 4] or found
    grade, longest = figures(whole), max(whole, key=len)
    print(f"{name:22} grade {grade:4.1f}  {len(whole):3} sentences, the longest has {len(longest):2} words")
    if grade > GRADE:
        yield f"{name}: grade {grade:.1f}, {GRADE} is allowed; {' '.join(max(whole, key=lambda w: figures([w])))}"
    for words in whole:
        if len(words) > LONGEST:
            yield f"{name}: {len(words)} words, {LONGEST} are allowed: {' '.join(words)}"


def main(tree):
    policy = pathlib.Path(tree) / "policy"
    files = [(file.name, read(file).values()) for file in sorted((policy / "wording").glob("*.yaml"))]
    replies = [(one["id"], [one["text"]]) for one in read(policy / "replies.yaml")["templates"]]
    wrong = [fault for name, values in files + replies for fault in check(name, values)]
    for fault in wrong:
        print(fault)
    if not files or not replies or wrong:
        sys.exit(1)
    print(f"readability: {len(files)} files, {len(replies)} replies, none over grade {GRADE}, a reading age of {GRADE + 5:.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
