# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings. Few on purpose: a folder, a database, an address; the rest has one sensible value."""

from __future__ import annotations

import json
import os
from pathlib import Path

import dj_database_url

from insieme.config.data import data_folder, secret_key, signing_key
from insieme.config.language import CATALOGUES, LANGUAGE

ROOT = Path(__file__).resolve().parent.parent
#: What stands around the package: a wheel carries it inside, a checkout has it where it is.
REPOSITORY = ROOT / "repository" if (ROOT / "repository").is_dir() else ROOT.parent.parent
DATA = data_folder(os.environ.get("INSIEME_DATA", "var"))

DEBUG = os.environ.get("INSIEME_DEBUG") == "1"
DEMO = os.environ.get("INSIEME_DEMO") == "1"
SITE_URL = os.environ.get("INSIEME_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_HOST = SITE_URL.split("//", 1)[-1].split(":", 1)[0].split("/", 1)[0]
SOURCE_URL = os.environ.get("INSIEME_SOURCE", "")
# Who runs the installation, and how they are reached: a mail address or a page.
OPERATOR = os.environ.get("INSIEME_OPERATOR", "Dimostrazione di Insieme" if DEMO else "")
CONTACT = os.environ.get("INSIEME_CONTACT", "info@insieme.example" if DEMO else "")
SECURE = SITE_URL.startswith("https://")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = [SITE_HOST, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "insieme.config",
    "insieme.village",
    "insieme.front",
    "insieme.search",
    "insieme.offers",
    "insieme.voices",
    "insieme.notices",
    "insieme.hooks",
    "insieme.people",
    "insieme.record",
    "insieme.look",
    "insieme.config.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "insieme.front.headers.ContentSecurityPolicy",
    "insieme.front.legible.NoNullBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "insieme.front.kept.Tickets",
    "django.middleware.csrf.CsrfViewMiddleware",
    "insieme.people.sessions.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "insieme.notices.web.bell.Bell",
    "insieme.front.kept.Kept",
    "insieme.front.errors.Refusals",
]

ROOT_URLCONF = "insieme.config.urls"
WSGI_APPLICATION = "insieme.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["insieme.look.templatetags.look"],
        },
    },
]

# SQLite is the embedded default, PostgreSQL when it grows: DATABASE_URL alone switches.
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA / 'insieme.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "insieme.foundation.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        # The immediate transaction is the lock: a deferred one that reads, then writes, fails under load instead of waiting.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was answered is on the disk.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
    }
else:
    DATABASES["default"]["ENGINE"] = "insieme.foundation.postgresql"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # The server keeps the plan of a statement that comes again, instead of making it anew: half of its work for a pledge.
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 2} | DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The default holds what all processes must agree on (how often somebody has tried), the other what each may remember by itself.
CACHES = {
    "default": {"BACKEND": "insieme.config.cache.Files", "LOCATION": DATA / "limits"},
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
if os.environ.get("REDIS_URL"):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}
SESSION_ENGINE = "insieme.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "insieme.front.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # the policy's frame-ancestors says it, to every browser that we serve
    "security.W005",  # the domain's other hosts are its owner's business
    "security.W008",  # the proxy that holds the certificate redirects
    "security.W021",  # likewise
]

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["insieme.people.adapter.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "insieme.people.adapter.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "insieme.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A new address replaces the old one once it is confirmed; the password is asked again before, and the owner hears of every change.
# Whoever opens the confirming link in the browser in which they signed up is in, and goes on to where they were going.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = ACCOUNT_REAUTHENTICATION_REQUIRED = ACCOUNT_EMAIL_NOTIFICATIONS = True
# In talk the key is the network one comes from: a school or an office is one.
ACCOUNT_RATE_LIMITS = {
    "invite": "20/h/user,5/d/key",
    "ask_company": "5/d/user",
    "improve": "60/h/user",
    "export": "5/d/user",
    "api": "600/m/key",
    "api_stranger": "120/m/ip",
    "search_stranger": "60/m/ip,600/m/key",
    "suggest_stranger": "120/m/ip,1200/m/key",
    "names_stranger": "120/m/ip,1200/m/key",
    "speak": "30/h/user,120/h/key",
    "support": "300/h/user,2000/h/key",
    "flag": "20/d/user,60/d/key",
}
ACCOUNT_FORMS = {
    "signup": "insieme.people.forms.account.SignUp",
    "login": "insieme.people.forms.account.SignIn",
    "add_email": "insieme.people.forms.account.ChangeEmail",
    "change_password": "insieme.people.forms.account.ChangePassword",
    "set_password": "insieme.people.forms.account.SetPassword",
    "reset_password": "insieme.people.forms.account.ForgottenPassword",
    "reset_password_from_key": "insieme.people.forms.account.NewPassword",
    "reauthenticate": "insieme.people.forms.account.ConfirmPassword",
}

MFA_ADAPTER = "insieme.people.adapter.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys at https addresses, and at localhost for whoever develops.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_FORMS = {
    "authenticate": "insieme.people.forms.second_step.SecondStep",
    "reauthenticate": "insieme.people.forms.second_step.CodeAgain",
    "activate_totp": "insieme.people.forms.second_step.AddApp",
    "add_webauthn": "insieme.people.forms.second_step.AddPasskey",
    "edit_webauthn": "insieme.people.forms.second_step.RenamePasskey",
}
# Signing in through an identity provider that speaks OpenID Connect (as SPID or CIE behind one). An address that somebody else says is
# theirs never opens an account that is here already: its owner signs in first, then connects the two.
OIDC_ISSUER = os.environ.get("INSIEME_OIDC_ISSUER", "").rstrip("/")
SOCIALACCOUNT_ADAPTER = "insieme.people.adapter.ThroughProvider"
SOCIALACCOUNT_FORMS = {"signup": "insieme.people.forms.account.SignUpThroughProvider"}
SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": os.environ.get("INSIEME_OIDC_NAME", "OpenID Connect"),
            "client_id": os.environ.get("INSIEME_OIDC_CLIENT", ""),
            "secret": os.environ.get("INSIEME_OIDC_SECRET", ""),
            "settings": {"server_url": OIDC_ISSUER},
        }
    ]
# Whoever runs the installation shows a code or a passkey before the desk of administration opens.
OPERATORS_NEED_SECOND_STEP = os.environ.get("INSIEME_SECOND_STEP", "0" if DEMO or DEBUG else "1") == "1"
# Other programs may ask who somebody is, and act in their name as far as they allow (OAuth 2, OpenID Connect).
IDP_OIDC_ADAPTER = "insieme.people.adapter.OidcAdapter"
IDP_OIDC_PRIVATE_KEY = signing_key(DATA)

DEFAULT_FROM_EMAIL = os.environ.get("INSIEME_MAIL_FROM", f"Insieme <insieme@{SITE_HOST}>")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
if os.environ.get("INSIEME_SMTP"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, _, _port = os.environ["INSIEME_SMTP"].partition(":")
    EMAIL_PORT = int(_port or 25)
EMAIL_TIMEOUT = 30
# A mail service instead of a mail server, through django-anymail: it reports at /mail/ which addresses refused a letter.
if os.environ.get("INSIEME_MAIL_SERVICE"):
    EMAIL_BACKEND = f"anymail.backends.{os.environ['INSIEME_MAIL_SERVICE']}.EmailBackend"
    ANYMAIL = json.loads(os.environ.get("INSIEME_MAIL_KEYS") or "{}")
    INSTALLED_APPS.append("anymail")

# Web hooks and other addresses that people give us lead outside. On a machine for trying things out they may lead to this one.
CALLS_INSIDE = os.environ.get("INSIEME_CALLS_INSIDE", "1" if DEMO else "") == "1"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = LANGUAGE
LANGUAGES = [("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [CATALOGUES]
LANGUAGE_COOKIE_NAME = "language"
# Thousands are set apart only where a page asks for it (`|number`): an address or a hidden value must stay what it is.
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Rome"

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "insieme.look.stylesheet.HouseStyle"]
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("INSIEME_LOG", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "django_tasks": {"level": "WARNING"}},
}
