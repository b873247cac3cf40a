#!/bin/sh
# SPDX-FileCopyrightText: 2024 The Example authors
# SPDX-License-Identifier: MIT
true
