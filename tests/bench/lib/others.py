"""The proxies that Ficus is compared with, each set up as its manual advises for many keep-alive connections."""

import socket
from pathlib import Path

from . import machine
from .process import Process


def free_port():
    """A port that was free a moment ago: neither of them can be asked which one the system chose."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Other:
    def __init__(self, folder, origin, core):
        self._folder = Path(folder)
        self._folder.mkdir(parents=True)
        self.port = free_port()
        file = self._folder / "conf"
        file.write_text(self.configuration(origin))
        self.process = Process(self.command(file), self._folder / "log", machine.pinned_to(core))
        self.process.wait_for(self._accepts, "does not listen")

    def __enter__(self):
        self.process.__enter__()
        return self

    def __exit__(self, *error):
        self.process.__exit__(*error)

    def _accepts(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0


class Haproxy(Other):
    name = "haproxy"
    version = ["haproxy", "-v"]

    def command(self, file):
        return ["haproxy", "-db", "-f", file]

    def configuration(self, origin):
        return f"""
global
    nbthread 1
    maxconn 4096
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s
    timeout http-request 10s
    timeout http-keep-alive 60s
    option http-keep-alive
    http-reuse always
    option forwardfor
frontend in
    bind 127.0.0.1:{self.port} backlog 4096
    unique-id-format %{{+X}}o\\ %ci:%cp_%fi:%fp_%Ts_%rt:%pid
    unique-id-header X-Request-ID
    default_backend origin
backend origin
    server origin 127.0.0.1:{origin} maxconn 256
"""


class Nginx(Other):
    name = "nginx"
    version = ["nginx", "-v"]

    def command(self, file):
        return ["nginx", "-c", file, "-e", "stderr"]

    def configuration(self, origin):
        return f"""
daemon off;
worker_processes 1;
pid {self._folder}/pid;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {self._folder}/body;
    proxy_temp_path {self._folder}/proxy;
    fastcgi_temp_path {self._folder}/fastcgi;
    uwsgi_temp_path {self._folder}/uwsgi;
    scgi_temp_path {self._folder}/scgi;
    keepalive_requests 1000000000;
    keepalive_timeout 60s;
    client_max_body_size 64m;
    client_body_buffer_size 64k;
    upstream origin {{
        server 127.0.0.1:{origin};
        keepalive 256;
        keepalive_requests 1000000000;
    }}
    server {{
        listen 127.0.0.1:{self.port} backlog=4096;
        location / {{
            proxy_pass http://origin;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Request-ID $request_id;
            proxy_buffer_size 64k;
            proxy_buffers 8 64k;
            proxy_busy_buffers_size 128k;
            proxy_max_temp_file_size 0;
        }}
    }}
}}
"""
