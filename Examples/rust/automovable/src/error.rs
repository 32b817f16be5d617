// SPDX-License-Identifier: MIT

use automovable_sys as sys;
use std::{ffi::CStr, fmt};

/// Why a function refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Linux's number, as `ENOENT`, which is positive here.
    Number(i32),
    /// Something that was given isn't as described.
    Input {
        /// Where, as `nodes[3].nid` or `actions[2].grow`.
        field: String,
        /// What was expected.
        message: String,
    },
}

impl Error {
    /// The result of a function, if it isn't an error number.
    pub(crate) fn check(result: i32) -> Result<i32, Error> {
        if result < 0 {
            Err(Error::Number(-result))
        } else {
            Ok(result)
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Number(number) => {
                let text = unsafe { CStr::from_ptr(sys::automovable_error_text(-number)) };
                f.write_str(&text.to_string_lossy())
            }
            Error::Input { field, message } if field.is_empty() => f.write_str(message),
            Error::Input { field, message } => write!(f, "{}: {}", field, message),
        }
    }
}

impl std::error::Error for Error {}
