# What is kept about somebody: a file with all of it, and the erasure of their account.
privacy-title = Your data
privacy-what = See everything we keep about you as a file, or have your account erased.
privacy-open = Go to your data
## An export
privacy-export = Everything about you, as a file
privacy-export-what = One ZIP file with every entry that concerns you, why and for how long we keep it, and what you uploaded. Nothing of other people is in it.
privacy-export-ask = Ask for the file
privacy-export-asked = The file is being made. A mail tells you when it is ready.
privacy-export-of = Asked for { $at }
privacy-export-waits = Being made
privacy-export-over = Removed
privacy-export-prove = Confirm that it is you to download
privacy-export-fetch = Download
privacy-export-size = { $count ->
    [one] { $n } kB.
   *[other] { $n } kB.
}
privacy-export-until = Until { $until }.
## An erasure
privacy-erase = Erase your account
privacy-erase-goes = Your name, your e-mail address, your password, sign-ins and tokens, what you follow, what you were told, what you stated to be verified, what you uploaded and the words of your questions are destroyed. So are drafts of campaigns.
privacy-erase-stays = Pledges, payments and payouts stay in the books under a pseudonym, for the law asks for it, and so does what a campaign promised its investors. Nobody can undo the erasure.
privacy-erase-stands = This stands in the way:
privacy-erase-confirm = Your e-mail address, to confirm
privacy-erase-type = Type { $email }.
privacy-erase-ask = Erase my account
privacy-erase-waits = Your account is erased on { $at }. Until then you can keep it.
privacy-erase-held = It is due, but not everything of yours is settled. We look again every day.
privacy-erase-keep = Keep my account
privacy-erasure-asked = Your account is to be erased. A mail tells you when, and how to keep it.
privacy-erasure-kept = Your account stays.
erasure-obligation-pledges-open = { $count ->
    [one] One pledge may still be charged. Cancel it, or wait for the end of its campaign.
   *[other] { $n } pledges may still be charged. Cancel them, or wait for the end of their campaigns.
}
erasure-obligation-campaigns-open = { $count ->
    [one] One campaign of yours is not over. Cancel it, or bring it to its end.
   *[other] { $n } campaigns of yours are not over. Cancel them, or bring them to their end.
}
erasure-obligation-payouts-open = { $count ->
    [one] One payout is on its way to you. Wait until it has arrived.
   *[other] { $n } payouts are on their way to you. Wait until they have arrived.
}
erasure-obligation-refunds-open = { $count ->
    [one] One refund is on its way to you. Wait until it has arrived.
   *[other] { $n } refunds are on their way to you. Wait until they have arrived.
}
erasure-obligation-disputes-open = { $count ->
    [one] You contest one charge at your bank. Wait for its answer.
   *[other] You contest { $n } charges at your bank. Wait for its answers.
}
erasure-obligation-claims-open = { $count ->
    [one] One claim of yours, or against a campaign of yours, is not decided. Take it back, or wait for the decision.
   *[other] { $n } claims of yours, or against campaigns of yours, are not decided. Take them back, or wait for the decisions.
}
erasure-obligation-account-locked = { $count ->
    [one] Your account is locked. Write to us.
   *[other] Your account is locked. Write to us.
}
erasure-obligation-last-administrator = { $count ->
    [one] You are the last administrator. Have somebody else made one first.
   *[other] You are the last administrator. Have somebody else made one first.
}
