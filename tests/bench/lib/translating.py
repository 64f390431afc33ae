"""Ficus and nginx with Lua, each translating one order: `/json/x`, `/xml/x` and `/form/x`; `/plain/x` goes through as it came."""

import subprocess

from .ficus import BINARY, Ficus
from .machine import TOP
from .others import Nginx

TRANSLATION = TOP / "tests" / "bench" / "translation"
FORMATS = ("json", "xml", "form")


class TranslatingFicus(Ficus):
    def _write_configuration(self, threads):
        lines = [
            "[facade]",
            'listen = ["127.0.0.1:0"]',
            'admin = "127.0.0.1:0"',
            f'data_dir = "{self._folder}/data"',
            'legacy = "legacy"',
            f"threads = {threads}",
            "[facade.log]",
            "access = 0.01",
        ]
        for side in ("legacy", "modern"):
            lines += [f"[upstreams.{side}]", f'endpoints = ["http://127.0.0.1:{self._origin}"]']
        for name in (*FORMATS, "plain"):
            lines += [f"[features.{name}]", f'match = [{{ path_prefix = "/{name}" }}]', 'modern = "modern"']
            if name in FORMATS:
                lines.append(f'translator = "{name}"')
        (self._folder / "ficus.toml").write_text("\n".join(lines) + "\n" + (TRANSLATION / "orders.toml").read_text())

    def _write_rules(self, conditions):
        for name in (*FORMATS, "plain"):
            command = [BINARY, "flip", name, "modern", "--config", self._folder / "ficus.toml"]
            told = subprocess.run(command, capture_output=True, text=True)
            if told.returncode != 0:
                raise SystemExit(f"bench: {' '.join(map(str, command))}: {told.stderr}")


class TranslatingNginx(Nginx):
    MODULES = "/usr/lib/nginx/modules"

    def configuration(self, origin):
        plain = super().configuration(origin)
        begin = plain.index("        location / {")
        proxied = plain[begin:].split("{", 1)[1].split("}", 1)[0]
        locations = "".join(
            f"""
        location /{name}/ {{
            rewrite_by_lua_block {{ require("orders").request("{name}") }}
            header_filter_by_lua_block {{ require("orders").head("{name}") }}
            body_filter_by_lua_block {{ require("orders").body("{name}") }}
{proxied}
        }}"""
            for name in FORMATS
        )
        modules = f"load_module {self.MODULES}/ndk_http_module.so;\nload_module {self.MODULES}/ngx_http_lua_module.so;\n"
        lua = f'    lua_package_path "{TRANSLATION}/?.lua;/usr/share/lua/5.1/?.lua;;";\n    init_by_lua_block {{ require("orders") }}\n'
        # The zone that the mapping names; os.time knows the process's alone.
        zone = "env TZ=Europe/Berlin;\n"
        return modules + zone + plain[:begin].replace("http {\n", "http {\n" + lua, 1) + locations + "\n" + plain[begin:]
