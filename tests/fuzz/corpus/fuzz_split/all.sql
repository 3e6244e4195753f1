SELECT 'a;b', "c;d", $x$ ; $x$, E'\';' ; -- e ; f
/* g ; /* h */ */ SELECT 1;
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
