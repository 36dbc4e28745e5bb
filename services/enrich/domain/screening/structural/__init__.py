"""Propose listed parties that have only English names for a Chinese name.

stems       English words of listed names, one form for each
lexicon     Chinese words and the English phrases that say them
spelling    spans of a Chinese name as pinyin spells them, or wade_giles
names       the listed English names by word, and what each word weighs
question    a Chinese name as spans, each with the listed words it may stand for
kinds       what kind of word each is: place, subject, institution ...
parts       a Chinese name cut into words
candidates  the few listed names worth comparing
pairs       which spans of a question explain which words of a listed name
features    what speaks for and against that, as numbers; fitted holds their weights
coverage    a listed name compared with a question
brands      brand words learned from the alias table (寒武纪 Cambricon)
sentence    the explanation of a proposal
tier        all of it, in order
"""

from services.enrich.domain.screening.structural.tier import StructuralTier

__all__ = ["StructuralTier"]
