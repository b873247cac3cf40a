/*
 * Copyright (c) 2019 The Example authors
 * Licensed under the Apache License, Version 2.0
 */
int x;
