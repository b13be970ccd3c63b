"""How long hello with the module triglot takes to start, beside a bare hello of the same language, in one run.

    python3 launchers/src/bench/startup.py [ROUNDS]

Both have the same JDK, flags and jars, and an AOT cache of their own. Rounds alternate. Start `triglot python` and
`triglot js` once before, so that they have their caches, and set JAVA_HOME to JDK 25.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
LIB = ROOT / "launchers" / "target" / "dist" / "lib"
JAVA = pathlib.Path(os.environ["JAVA_HOME"]) / "bin"
# As the script triglot has them.
FLAGS = (
    "-XX:+UseSerialGC -Xms32m -Xmx2g -XX:-UsePerfData --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
    " --add-opens=java.base/java.io=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
).split()
HELLOS = {
    "python": ["-c", "import triglot; print('hello')"],
    "js": ["-e", "require('triglot'); console.log('hello')"],
}


def run(command):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if "hello" not in done.stdout:
        raise SystemExit(f"{command} failed: {done.stderr}")
    return time.perf_counter() - start


def bare(folder, language):
    """The command of a bare hello, with its cache."""
    jar = folder / "bare.jar"
    if not jar.exists():
        source = ROOT / "launchers" / "src" / "bench" / "BareHello.java"
        subprocess.run([JAVA / "javac", "-cp", f"{LIB}/*", "-d", folder / "classes", source], check=True)
        subprocess.run([JAVA / "jar", "--create", "--file", jar, "-C", folder / "classes", "."], check=True)
    path = os.pathsep.join(str(each) for each in [*sorted(LIB.glob("*.jar")), jar])
    cache = folder / f"{language}.aot"
    command = [*FLAGS, "-Xlog:disable", "-cp", path, "BareHello", language]
    run([JAVA / "java", f"-XX:AOTCacheOutput={cache}", *command])
    return [JAVA / "java", f"-XX:AOTCache={cache}", *command]


def main(rounds=7):
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        for language, arguments in HELLOS.items():
            ours, bares = [ROOT / "triglot", language, *arguments], bare(folder, language)
            run(ours)
            pairs = [(run(bares), run(ours)) for _ in range(int(rounds))]
            without, with_triglot = (statistics.median(column) for column in zip(*pairs))
            print(f"{language}: bare {without:.2f} s, with triglot {with_triglot:.2f} s, ratio {with_triglot / without:.2f}", flush=True)
    finally:
        shutil.rmtree(folder)


main(*sys.argv[1:])
