"""English labels that no table lists, read word by word in folded form: successfulsupplier."""

_OF_IT = "(?:the|our|of|this|tender|bid|bidding|procurement|purchase|project|contract|total)"
_WON = (
    "(?:successful|awarded|winning|selected|appointed|preferred|intended|proposed|recommended"
    "|chosen|sole)"
)
_SELLER = (
    "(?:supplier|bidder|tenderer|contractor|vendor|offeror|proponent|serviceprovider|provider"
    "|company)"
)
_ABOUT = (
    "(?:rfq|rfp|rft|rfx|itt|itb|ifb|tender|bid|bidding|procurement|project|solicitation|notice"
    "|quotation|enquiry|inquiry|purchase|file|our|invitation|call|reference)"
)
_NUMBER = "(?:no|number|ref|reference|id|code)"

ENGLISH = (
    (
        "budget",
        f"{_OF_IT}*(?:budget|budgetcap|ceiling|pricecap|priceceiling)(?:amount|price|value)?"
        f"|{_OF_IT}*(?:estimated|maximum|budgeted|ceiling|approved|indicative){_OF_IT}*"
        "(?:value|price|cost|amount|sum|budget)",
    ),
    (
        "winningprice",
        f"(?:{_OF_IT}|final|agreed|{_WON})*(?:contract|award|awarded|winning|agreed)"
        "(?:total|sum|price|value|amount|cost)|amountawarded|finalprice",
    ),
    (
        "winner",
        f"(?:nameof)?(?:the)?{_WON}{_SELLER}s?(?:name|/s)?|(?:nameof(?:the)?)?(?:awardee|winner)(?:name)?"
        f"|awardedto|contract(?:was)?awardedto|suppliername|nameof(?:the)?supplier|contractorname|vendor(?:name)?",
    ),
    (
        "employer",
        "(?:nameof)?(?:the)?(?:buyer|purchaser|client|employer|procuringentity|purchasingentity|contractingauthority"
        "|contractingentity|tenderingentity|procuringorgani[sz]ation|purchasingunit|procuringunit|issuedby|issuer|owner|tenderingparty"
        "|issuingentity|enduserinstitution)(?:name)?",
    ),
    (
        "agency",
        "(?:nameof)?(?:the)?(?:procurement|procuring|tender|tendering|bidding|purchasing)?(?:agent|agency)(?:name)?",
    ),
    (
        "noticeno",
        f"(?:{_ABOUT}){{1,3}}{_NUMBER}{{1,2}}|(?:{_ABOUT}){{0,2}}ref(?:erence)?{_NUMBER}?",
    ),
    (
        "noticedate",
        "dateof(?:the)?(?:publication|issue|posting|release|announcement|(?:award|tender)?notice)"
        "|(?:publication|publishing|posting|posted|published|issue|issued|release|released|notice|announcement)(?:date|on)"
        "|published|posted|issued|released",
    ),
)
"""A known label of its fact, and how English labels of the same fact are made."""
