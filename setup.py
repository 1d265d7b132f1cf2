# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one thing that pyproject.toml cannot say: a wheel carries what stands beside `src/` too.

Whoever asks an installation for its source then gets all of it (ADR 7), and the verifier is at hand.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithTheRest(build_py):
    """Copies the rest of the repository into the package; an editable installation has it where it is."""

    def run(self) -> None:
        """Build the package, then add the rest."""
        super().run()
        if not self.editable_mode:
            self.run_command("egg_info")
            for name in self.get_finalized_command("egg_info").filelist.files:
                if not Path(name).is_relative_to("src"):
                    copy = Path(self.build_lib, "insieme", "repository", name)
                    self.mkpath(str(copy.parent))
                    self.copy_file(name, str(copy))


setup(cmdclass={"build_py": WithTheRest})
