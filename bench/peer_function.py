#!/usr/bin/env python3
"""The common way to take metadata out of images in S3: boto3 and Pillow, here behind an endpoint like Lambda's.

usage: BUCKET_A=NAME BUCKET_B=NAME AWS_ENDPOINT_URL=URL ... bench/peer_function.py
Prints {"message": "listening on URL"}, as stripmeta-function does, and serves until it is killed. It serves one
invocation at a time, as on Lambda, so each client needs a process. If AWS_LAMBDA_RUNTIME_API is set, its events come
from there. bench/s3, bench/load and bench/next compare stripmeta-function to it. It does with an image what people
usually do, not what is right: it decodes the picture and encodes it again.
"""

import http.client
import http.server
import io
import json
import os

import boto3
from PIL import Image

PATH = "/2015-03-31/functions/function/invocations"
RUNTIME = "/2018-06-01/runtime/invocation"
s3 = boto3.client("s3")


def handler(event: dict | list) -> dict | list:
    if isinstance(event, list):
        return [handler(one) for one in event]
    downloaded, output = io.BytesIO(), io.BytesIO()
    s3.download_fileobj(os.environ["BUCKET_A"], event["key"], downloaded)
    Image.open(downloaded).save(output, "JPEG", quality=90)  # without exif=, Exif is left out
    output.seek(0)
    s3.upload_fileobj(output, os.environ["BUCKET_B"], event["key"], ExtraArgs={"ContentType": "image/jpeg"})
    return {"ok": True}


class Endpoint(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps(handler(event)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


def serve_runtime(address: str) -> None:
    connection = http.client.HTTPConnection(address)
    while True:
        connection.request("GET", f"{RUNTIME}/next")
        answer = connection.getresponse()
        body = json.dumps(handler(json.loads(answer.read())))
        connection.request("POST", f"{RUNTIME}/{answer.headers['Lambda-Runtime-Aws-Request-Id']}/response", body)
        connection.getresponse().read()


def main() -> None:
    if runtime_api := os.environ.get("AWS_LAMBDA_RUNTIME_API"):
        return serve_runtime(runtime_api)
    server = http.server.HTTPServer(("127.0.0.1", 0), Endpoint)
    print(json.dumps({"message": f"listening on http://127.0.0.1:{server.server_port}{PATH}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
