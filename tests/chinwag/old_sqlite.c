/* A SQLite below 3.51.3 without what mends it: tests/chinwag/doctor-host. */

int __wrap_sqlite3_libversion_number(void);

int
__wrap_sqlite3_libversion_number(void)
{
	return 3040001;
}
