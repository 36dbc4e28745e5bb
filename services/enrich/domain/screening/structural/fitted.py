"""The weights of the model of proposals, by the sort of name that is asked."""

from typing import NamedTuple


class Features(NamedTuple):
    """Shares run from 0 to 1, flags are 0 or 1, all else is weight in units of the heaviest word.

    `left_` parts of the question and `unmet_` words of the listed name are unexplained; `omitted`
    is what the question has beyond the listed name, `added` the reverse, where nothing on the
    other side can be its translation. `strain` is lost by unusual translations.
    """

    constant: float
    asked_share: float
    listed_share: float
    evidence: float
    own_evidence: float
    left_other: float
    left_place: float
    left_subject: float
    left_general: float
    left_institution: float
    left_stray: float
    left_parent: float
    unmet_other: float
    unmet_place: float
    unmet_subject: float
    unmet_general: float
    unmet_institution: float
    unmet_number: float
    omitted: float
    added: float
    omitted_parts: float
    added_words: float
    strain: float
    head_unmet: float
    foreign: float
    beyond_whole: float
    whole_listed: float
    other_name: float

    def of_unmet(self) -> tuple[float, ...]:
        """Return the factors of unmet words by their kind, in the order of `KINDS`."""
        unmet = (self.unmet_other, self.unmet_place, self.unmet_subject, self.unmet_general)
        return (*unmet, self.unmet_institution, 0.0, self.unmet_number, 0.0, 0.0)


FITTED = {
    "company": Features(
        constant=-6.97,
        asked_share=5.76,
        listed_share=0.0,
        evidence=2.09,
        own_evidence=0.18,
        left_other=-0.1,
        left_place=-0.81,
        left_subject=-0.8,
        left_general=-0.05,
        left_institution=-0.69,
        left_stray=0.0,
        left_parent=0.0,
        unmet_other=0.0,
        unmet_place=-2.1,
        unmet_subject=-1.44,
        unmet_general=-0.36,
        unmet_institution=-2.12,
        unmet_number=-1.47,
        omitted=-0.87,
        added=-0.6,
        omitted_parts=-0.2,
        added_words=-0.6,
        strain=-3.06,
        head_unmet=0.0,
        foreign=-1.99,
        beyond_whole=-3.09,
        whole_listed=1.49,
        other_name=-4.0,
    ),
    "school": Features(
        constant=-9.14,
        asked_share=6.62,
        listed_share=0.0,
        evidence=2.69,
        own_evidence=0.71,
        left_other=-0.26,
        left_place=-1.74,
        left_subject=-1.35,
        left_general=0.0,
        left_institution=-0.73,
        left_stray=-0.02,
        left_parent=-0.02,
        unmet_other=-0.3,
        unmet_place=-2.15,
        unmet_subject=-1.47,
        unmet_general=0.0,
        unmet_institution=-1.32,
        unmet_number=-1.43,
        omitted=-1.67,
        added=-1.1,
        omitted_parts=-0.06,
        added_words=-0.77,
        strain=-3.25,
        head_unmet=0.0,
        foreign=-1.98,
        beyond_whole=-3.79,
        whole_listed=1.83,
        other_name=0.0,
    ),
    "body": Features(
        constant=-6.56,
        asked_share=6.15,
        listed_share=0.16,
        evidence=1.15,
        own_evidence=1.0,
        left_other=0.0,
        left_place=-1.13,
        left_subject=-1.17,
        left_general=0.0,
        left_institution=-0.39,
        left_stray=0.0,
        left_parent=0.0,
        unmet_other=0.0,
        unmet_place=-2.03,
        unmet_subject=-1.29,
        unmet_general=0.0,
        unmet_institution=-1.61,
        unmet_number=-1.82,
        omitted=0.0,
        added=-0.91,
        omitted_parts=-0.8,
        added_words=-1.0,
        strain=-2.98,
        head_unmet=-0.78,
        foreign=-2.49,
        beyond_whole=-3.09,
        whole_listed=1.57,
        other_name=0.0,
    ),
}
"""Fitted on half of the names that ROR (CC0) has in both languages.

A company has a name of its own; schools of one city differ by what they teach; laboratories and
other bodies by their field. Set by hand are `omitted_parts` and `added_words` of bodies, stronger
than fitted because labels in ROR leave words out more often than names do, and `other_name` of
companies, of which ROR has few: two trade marks that share nothing are two companies.
"""
