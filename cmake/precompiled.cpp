// Carries the precompiled headers of cmake/KolmoModule.cmake; a program needs a main.
int main() { return 0; }
