"""Which folders become which packages; everything else about the project is in pyproject.toml."""

from setuptools import find_namespace_packages, setup

# Folders that hold only data count as packages too, so that their files are installed.
code = find_namespace_packages(include=["sim*", "experiments*"], exclude=["*.__pycache__"])
configuration = find_namespace_packages("conf", exclude=["*__pycache__"])

setup(
    # The folder stays conf/ in the tree, but "conf" is too common a name to put into somebody's site-packages.
    packages=[*code, "gongzhi_conf", *(f"gongzhi_conf.{name}" for name in configuration)],
    package_dir={"gongzhi_conf": "conf"},
)
