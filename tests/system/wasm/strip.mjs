// Strips one file with the engine's WebAssembly module, in pieces of a prime size.
// usage: node strip.mjs MODULE.wasm INPUT OUTPUT
import { readFileSync, writeFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const piece_size = 4099;
const [module_path, input_path, output_path] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [], env: {}, preopens: {} }); // no files, no environment
const module = await WebAssembly.compile(readFileSync(module_path));
const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
wasi.initialize(instance);
const engine = instance.exports;

function must(code, call) {
  if (code !== 0) throw new Error(`${call} answered ${code}`);
}

const input = readFileSync(input_path);
for (let at = 0; at < input.length; at += piece_size) {
  const piece = input.subarray(at, at + piece_size);
  const address = engine.stripmeta_input(piece.length);
  new Uint8Array(engine.memory.buffer, address, piece.length).set(piece); // after the call: memory may have grown
  must(engine.stripmeta_feed(), 'feed');
}
must(engine.stripmeta_finish(), 'finish');
const size = engine.stripmeta_output_size();
writeFileSync(output_path, new Uint8Array(engine.memory.buffer, engine.stripmeta_output(), size));
