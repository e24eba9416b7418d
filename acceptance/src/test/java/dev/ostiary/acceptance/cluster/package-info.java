/**
 * Several servers on one database, and what may happen to them: a database that dies or changes places, networks that stall, servers that are killed
 * or stopped, disks that fill up, clocks that jump. Each test prints what it counted.
 */
@NullMarked
package dev.ostiary.acceptance.cluster;

import org.jspecify.annotations.NullMarked;
