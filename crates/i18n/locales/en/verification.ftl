# Verification of people and companies, and documents that show a founder’s right to a patent.

## Answers to input that cannot be taken
error-verification-not-found = There is no such verification, or it is not yours.
error-verification-required = This is needed.
# $max: characters
error-verification-too-long = Write at most { $max } characters.
# $max: how many
error-verification-too-many = There can be at most { $max }.
error-verification-bad-character = This holds a character that cannot be used. Type it anew.
# $min, $max: the range
error-verification-out-of-range = This must be from { $min } to { $max }.
error-verification-unknown = This is not a country code. Use two letters, such as CN or DE.
error-verification-in-the-past = The document has run out. Use one that is still good.
error-verification-contradiction = Name the owners, or say that nobody owns more than a quarter; not both.
error-verification-upload-not-found = There is no such upload of yours that waits to be used. Upload the file again.
error-verification-conflict = Somebody changed this in the meantime. Look at it as it is now, then try again.
error-verification-wrong-state = Its state does not allow this now. Reload the page to see how it stands.
error-verification-not-editable = What was handed in is not changed. After the decision you can begin anew.
error-verification-held = Another reviewer is working on this case.
error-verification-not-taken = Take the case first, then decide.
error-verification-own-case = You cannot decide on your own case.
# $count chooses the form, $n is the number
error-campaign-owner-unproven = { $count ->
    [one] It is not shown yet that { $n } of its patents is yours to bring to market. Verify the owner’s name, or hand in an assignment or a licence; then launch.
   *[other] It is not shown yet that { $n } of its patents are yours to bring to market. Verify the owner’s name, or hand in assignments or licences; then launch.
}
violation-owner-unproven = { $count ->
    [one] Before the launch it must be shown that { $n } patent is yours to bring to market: verify the owner’s name, or hand in an assignment or a licence.
   *[other] Before the launch it must be shown that { $n } patents are yours to bring to market: verify the owner’s name, or hand in assignments or licences.
}

## Whose a patent is, and who made sure of that
owner-proof-register = Verified by Farsight: the registered owner has the name under which a reviewer verified the founder.
owner-proof-document = Verified by Farsight: a reviewer found a document that lets the founder bring it to market.
owner-proof-none = Not shown yet: the registered owner is not the founder as verified, and no document was approved.
owner-proof-unverified = Not verified: the founder’s name has not been verified yet.

## A person's own pages
verification-title = Verification
verification-why = Farsight shows a patent as yours when the register gives it to the name under which you were verified. Without that, or a document that a reviewer approved, a campaign cannot be launched.
verification-kind-person = Yourself
verification-kind-company = Your company
verification-kind-help-person = For patents that are registered in your own name. You need a passport or an identity card.
verification-kind-help-company = For patents that are registered in the name of a company or a university you act for. You need an extract of its register and a document that you may act for it.
verification-state-unsubmitted = Not handed in
verification-state-submitted = Being reviewed
verification-state-approved = Approved
verification-state-refused = Refused
verification-state-expired = Run out
verification-next-unsubmitted = You have begun. Complete it and hand it in.
verification-next-submitted = A reviewer compares it with your documents. You will be told; usually this takes less than two days.
verification-next-approved = Nothing is left to do. To change the name, begin anew; until the decision this one goes on to hold.
verification-next-refused = The reason stands on its page. Put it right and hand it in again.
verification-next-expired = Verify the name again before your next launch.
verification-none = Not begun yet.
verification-open-person = Verify yourself
verification-open-company = Verify your company
# $at: a moment
verification-holds-until = Approved. It holds until { $at }.
verification-facts = What you state
verification-sealed = What you state and your documents are sealed with a key of your own. Only the reviewer who works on your case can read them.
verification-label-legal-name = Legal name
verification-label-other-name = The same name in the other script
verification-label-country = Country
verification-label-born-on = Born on
verification-label-registration-number = Registration number
verification-label-document-expires-on = The document is good until
verification-label-owners = Who owns more than 25 %
verification-label-no-owners = Nobody owns more than 25 %
verification-label-name = Name
verification-label-share = Share in percent
verification-label-kind = What it shows
verification-label-file = File
verification-hint-legal-name = To the letter as on the document, in Chinese or Latin script.
verification-hint-other-name = If a document gives it. Registers abroad often know Chinese owners by their Latin name.
verification-hint-country = Two letters, such as CN or DE.
verification-hint-document-expires-on = Leave it empty if the document does not run out.
verification-hint-owners = Everybody who owns more than a quarter, directly or through others.
# $limit: megabytes
verification-hint-file = PDF, PNG, JPEG or WebP, at most { $limit } MB. Places and other hidden notes are removed from pictures.
# $n: 1, 2 or 3
verification-owner-n = Owner { $n }
verification-owner = Owner
verification-no-owners = Nobody owns more than 25 %
verification-save = Save
verification-done-saved = Saved. Nothing is handed in yet.
verification-done-attached = The document was added.
verification-done-removed = The document was removed.
verification-done-submitted = Handed in. A reviewer will look at it.
verification-complete = Everything is there. You can hand it in.
verification-missing = What is missing
verification-documents = Documents
verification-no-documents = No document yet.
verification-document-identity = Passport or identity card
verification-document-registration = Extract of the register, or business licence
verification-document-authority = That you may act for the company
verification-document-owners = Who owns the company
# $name: of a file
verification-remove = Remove { $name }
verification-add = Add the document
verification-submit = Hand in
verification-submit-help = From here on nothing is changed until the decision.
verification-refused-why = Why it was refused
verification-again = State it anew below and hand it in again.
verification-reason-told-unreadable = A document cannot be read. Send a sharper picture or a better scan of the whole page.
verification-reason-told-differs = What you stated is not what the document says. Compare every letter and figure.
verification-reason-told-out-of-date = A document has run out. Send one that is still good.
verification-reason-told-wrong-document = A document is missing or shows something else than it should.
verification-reason-told-no-authority = The documents do not show that you may act for the company.
verification-reason-told-owners-unclear = The documents do not show who owns the company.
verification-reason-told-other = See the reviewer’s note.
verification-not-a-day = This is no day. Write it as year, month and day, such as 2026-05-31.
verification-kind-needed = Choose what the document shows.
verification-file-needed = Choose a file first.

## Files
# $kb: kilobytes
file-size = { $kb } kB
file-nobody = Nobody else has opened it.
# $name: who, $at: a moment
file-opened = Opened by { $name } on { $at }
file-logged = Each time you open a document its owner is told.

## The reviewers’ queue
verifications-title = Verifications
verifications-empty = Nobody waits to be verified.
# $count chooses the form, $n is the number
verifications-count = { $count ->
    [one] { $n } case waits, the longest waiting first.
   *[other] { $n } cases wait, the longest waiting first.
}
verifications-person = Who
verifications-again = approved; to be looked at again
verifications-done-approve = The case was approved.
verifications-done-refuse = The case was refused.
verifications-done-release = The case is back in the queue.
# $name: of a person
verification-case-title = Verification of { $name }
verification-claimed = What is stated
verification-own-case = This is your own case. Somebody else decides on it.
verification-decided = Nothing is to be decided here.
verification-take-first = Take the case to see what was stated and the documents. Nobody else can then work on it for a day.
verification-release = Give the case back
verification-reason-unreadable = A document cannot be read
verification-reason-differs = Stated otherwise than the documents say
verification-reason-out-of-date = A document has run out
verification-reason-wrong-document = A document is missing or is another
verification-reason-no-authority = No authority to act for the company
verification-reason-owners-unclear = Who owns the company is not shown
verification-reason-other = Another reason; say it in the note
screening-title = A name stands on the list
screening-help = Names are compared without accents and order, so this may be a namesake. Do not tell the person: decide by the documents, and ask whoever is responsible for sanctions first.
decision-approve = Approve
decision-refuse = Refuse
decision-hint-reason = Needed to refuse; told in the reader’s language.
decision-no-reason = No reason
decision-label-note = Note
decision-hint-note = Shown beside the reason.

## Documents about patents
claims-title = Ownership documents
claims-empty = No document waits.
# $count chooses the form, $n is the number
claims-count = { $count ->
    [one] { $n } document waits, the longest waiting first.
   *[other] { $n } documents wait, the longest waiting first.
}
claims-right = Patent
claims-done-approve = The document was approved.
claims-done-refuse = The document was refused.
# $name: of a founder
claim-case-title = A document of { $name }
claim-stated = What is claimed
claim-verified-names = Verified under
claim-document = Document
claim-document-hidden = Take the case to see the document.
claim-label-kind = Kind
claim-label-counterparty = From whom
claim-label-dated-on = Dated
claim-hint-kind = An assignment makes the patent yours; a licence lets you use it. If the register has your name but another country, or an older name of yours, show that it is you.
claim-hint-counterparty = Who made the patent over, or licenses it; else the owner as the register names them.
claim-kind-assignment = Assignment
claim-kind-licence = Licence
claim-kind-identity = Proof that I am the owner on record
claim-state-submitted = Being reviewed
claim-state-approved = Approved
claim-state-outdated = Overtaken by the register
claim-state-refused = Refused
claim-state-withdrawn = Taken back
claim-reason-unreadable = It cannot be read
claim-reason-other-right = It is about another patent
claim-reason-other-party = It names other parties
claim-reason-not-in-force = It is not signed, or not in force
claim-reason-no-right-to-fund = It does not let the founder raise money with the patent
claim-reason-other = Another reason; say it in the note
claim-reason-told-unreadable = The document cannot be read. Send a sharper picture or a better scan of every page.
claim-reason-told-other-right = The document is about another patent than this one.
claim-reason-told-other-party = The document names other parties than the registered owner and you.
claim-reason-told-not-in-force = The document is not signed, not yet or no longer in force.
claim-reason-told-no-right-to-fund = The document does not let you raise money with this patent.
claim-reason-told-other = See the reviewer’s note.
# $title: of a campaign
ownership-title = Whose the patents of “{ $title }” are
ownership-why = A campaign is launched only when each of its patents is shown to be yours to bring to market: the registered owner has your verified name, or a reviewer approved an assignment or a licence.
ownership-link = Show whose the patents are
ownership-done-claimed = Handed in. A reviewer will look at it.
ownership-done-withdrawn = The document was taken back.
ownership-claims = Documents handed in
ownership-withdraw = Take it back
ownership-hand-in = Hand in a document
ownership-send = Hand in
ownership-needed = Choose one.
owner-proof-badge-register = Verified with the register
owner-proof-badge-document = Verified by a document
owner-proof-badge-none = Not shown yet

# Documents of an office, handed in for a patent.
patent-document-kind-register-extract = Extract of the patent register (专利登记簿副本)
patent-document-kind-fee-receipt = Receipt for an annual fee
patent-document-state-submitted = Being compared
patent-document-state-approved = Evidence
patent-document-state-refused = Refused
patent-document-state-withdrawn = Taken back
patent-document-reason-unreadable = It cannot be read
patent-document-reason-other-right = It is about another patent
patent-document-reason-says-otherwise = It says something else
patent-document-reason-not-of-the-office = It is not shown to be of the office
patent-document-reason-too-old = It is too old
patent-document-reason-other = Another reason (say which)
patent-document-reason-told-unreadable = The document cannot be read. Hand in a clear scan of every page.
patent-document-reason-told-other-right = The document is about another patent.
patent-document-reason-told-says-otherwise = The document says something else than was stated. State what it says, to the letter.
patent-document-reason-told-not-of-the-office = The document shows no seal or code by which it could be checked that the office issued it.
patent-document-reason-told-too-old = The document is too old to tell how the patent stands. Order a new one from the office.
patent-document-reason-told-other = The reviewer’s note says why.
documents-title = Patent documents
documents-of = Patent documents of “{ $title }”
documents-case-title = Document for { $number }
documents-link = Patent documents
documents-why = China’s patent register cannot be read by programs. Where its entries alone do not show how a patent stands, hand in a document of the office: a reviewer compares it with what you state, and from then on it is shown as evidence, with its date.
documents-no-rights = This campaign has no Chinese patent. The registers of other offices are read directly.
documents-handed-in = Handed in
documents-hand-in = Hand in a document
documents-to-the-letter = State what the document says, to the letter. Leave empty what it does not say.
documents-label-kind = Kind
documents-hint-kind = Only an extract of the register tells the status, the owner and what lies on the patent.
documents-label-issued-on = Date on the document
documents-hint-issued-on = What it says holds for that day.
documents-label-case-status = Status (案件状态)
documents-hint-extract = For an extract; the words as the document has them.
documents-not-told = Not told
documents-case-status = { $words } ({ $meaning })
documents-hint-owners = For an extract: one owner on a line, to the letter.
documents-last-fee = Last annual fee shown as paid
documents-label-year = Year
documents-hint-year = Counted from the filing date: 6 for the sixth year.
documents-label-paid-on = Paid on
documents-fee-paid = Year { $year }, paid on { $on }
documents-burdens = What lies on it
documents-burden = What lies on the patent ({ $n })
documents-hint-burdens = For an extract: security, licences, freezes that are in force. An extract that shows none says that there are none.
documents-no-burden = None
documents-label-holder = Holder
documents-label-effective-on = Since
documents-needed = This is needed.
documents-not-a-year = Write the year as a number, such as 6.
documents-done-handed-in = The document was handed in. A reviewer will compare it; we will write to you.
documents-done-withdrawn = The document was taken back.
documents-decided-approve = The document is evidence now.
documents-decided-refuse = The document was refused; whoever handed it in is told why.
documents-decided-release = The document is back in the queue.
documents-empty = No document waits to be compared.
documents-stated = What is stated
documents-compare = Compare word by word. Approve only if each statement stands in the document, and nothing that lies on the patent is left out.
