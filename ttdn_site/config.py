"""What MkDocs has to know of the plugin's settings: their names. `content.project` reads and checks their values,
with line and column, for every command alike."""

from mkdocs.config import config_options

from ttdn_site.content.project import PLUGIN

SCHEME = tuple((field.name, config_options.Type(object, default=None)) for field in PLUGIN)
