# Signing in and up.
sign-in-title = Sign in
sign-in-button = Sign in
sign-in-new = New here?
sign-in-demo = This is a demonstration. Sign in as one of these:
sign-in-demo-password = Everyone’s password is
sign-up-title = Create an account
sign-up-button = Create an account
sign-up-known = Have an account?
account-email = E-mail address
account-password = Password
account-password-hint = At least 10 characters; several words in a row work well.
account-name = Name
account-name-hint = What others see: your name or your company’s.
account-as-founder = I want to list a project
