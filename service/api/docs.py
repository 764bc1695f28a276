"""The documentation page, from files of ours: it works without the network."""

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

ASSETS = "/docs/assets"
PARAMETERS = {
    "tryItOutEnabled": True,
    "displayRequestDuration": True,
    "defaultModelsExpandDepth": 2,
    "validatorUrl": None,  # the default asks a server on the network
}

router = APIRouter(include_in_schema=False)


def mount(app: FastAPI) -> None:
    """Serves the page under /docs and its script and style beside it."""
    app.mount(ASSETS, StaticFiles(packages=[("fastapi_swagger", "resources")]), name="assets")
    app.include_router(router)


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The page."""
    assets = request.scope.get("root_path", "") + ASSETS
    return get_swagger_ui_html(
        openapi_url=request.url_for("openapi").path,
        title="whocounts",
        swagger_js_url=f"{assets}/swagger-ui-bundle.js",
        swagger_css_url=f"{assets}/swagger-ui.css",
        swagger_favicon_url=f"{assets}/favicon-32x32.png",
        swagger_ui_parameters=PARAMETERS,
    )
