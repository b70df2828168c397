"""What Gunicorn serves: Supysonic, whose session cookie goes over TLS only."""
from supysonic.web import create_application

app = create_application()
app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax")
