//! The decoder against frames cut anywhere, garbage, and frames with a few bytes changed.

use jobframe::{
    ClassName, Decoder, End, Frame, FrameError, HEAD, InstanceId, JobEntry, JobId, JobState, MAX_CHUNK,
    MAX_DESCRIPTORS, MAX_DOCUMENT, MAX_JOBS, MAX_REASON, MAX_STDERR, Mode, Request, encode,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn job() -> impl Strategy<Value = JobId> {
    any::<[u8; 16]>().prop_map(JobId::from_bytes)
}

fn class() -> impl Strategy<Value = ClassName> {
    "[a-z0-9-]{1,32}".prop_map(|name| name.parse().expect("the pattern is the grammar"))
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        any::<u8>().prop_map(End::Exit),
        any::<u8>().prop_map(End::Signal),
        Just(End::Cancelled),
        Just(End::Expired),
        Just(End::Lost),
        Just(End::TooMuchOutput),
        Just(End::SpoolFailed),
        Just(End::WorkDiskFull),
    ]
}

fn entry() -> impl Strategy<Value = JobEntry> {
    let state = prop_oneof![Just(JobState::Running), Just(JobState::Stopping), Just(JobState::Ended)];
    (job(), state, any::<u64>()).prop_map(|(job, state, length)| JobEntry { job, state, length })
}

fn frame() -> impl Strategy<Value = Frame> {
    let mode = prop_oneof![Just(Mode::SameUser), Just(Mode::Launcher)];
    let request = prop_oneof![Just(Request::Start), Just(Request::Attach), Just(Request::Complete)];
    let document = 0..=u32::try_from(MAX_DOCUMENT).expect("a document fits four bytes");
    let descriptors = 0..=u8::try_from(MAX_DESCRIPTORS).expect("descriptors fit one byte");
    let requests = prop_oneof![
        any::<u16>().prop_map(|version| Frame::Hello { version }),
        (job(), class(), document, descriptors).prop_map(|(job, class, document, descriptors)| Frame::Start {
            job,
            class,
            document,
            descriptors
        }),
        vec(any::<u8>(), 1..300).prop_map(|bytes| Frame::Document { bytes }),
        (job(), any::<u64>()).prop_map(|(job, offset)| Frame::Attach { job, offset }),
        job().prop_map(|job| Frame::Cancel { job }),
        job().prop_map(|job| Frame::Complete { job }),
        Just(Frame::List),
        Just(Frame::Test),
    ];
    let replies =
        prop_oneof![
            (any::<u16>(), any::<[u8; 16]>(), mode, any::<u32>()).prop_map(|(version, id, mode, pid)| Frame::Welcome {
                version,
                instance: InstanceId::from_bytes(id),
                mode,
                pid
            }),
            ".{0,80}".prop_map(|reason| Frame::Refused { reason }),
            (job(), any::<bool>()).prop_map(|(job, already)| Frame::Started { job, already }),
            (job(), 0..u64::MAX / 2, vec(any::<u8>(), 1..300)).prop_map(|(job, offset, bytes)| Frame::Output {
                job,
                offset,
                bytes
            }),
            (job(), any::<u64>(), end(), vec(any::<u8>(), 0..100))
                .prop_map(|(job, length, end, stderr)| Frame::Ended { job, length, end, stderr }),
            job().prop_map(|job| Frame::Cancelling { job }),
            job().prop_map(|job| Frame::Completed { job }),
            job().prop_map(|job| Frame::Gone { job }),
            (job(), request, ".{0,80}").prop_map(|(job, request, reason)| Frame::Denied { job, request, reason }),
            (vec(entry(), 0..9), any::<bool>()).prop_map(|(jobs, more)| Frame::Jobs { jobs, more }),
            (any::<bool>(), ".{0,80}").prop_map(|(passed, text)| Frame::Report { passed, text }),
        ];
    prop_oneof![requests, replies]
}

fn bytes_of(frames: &[Frame]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for frame in frames {
        encode(frame, &mut bytes);
    }
    bytes
}

/// Pushes pieces of the given sizes, over and over, and takes all frames after each.
fn decode_in_pieces(bytes: &[u8], sizes: &[usize]) -> (Vec<Frame>, Option<FrameError>) {
    let (mut decoder, mut frames, mut rest) = (Decoder::new(), Vec::new(), bytes);
    for size in sizes.iter().cycle() {
        let (piece, later) = rest.split_at(rest.len().min(*size));
        decoder.push(piece);
        rest = later;
        loop {
            match decoder.next() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => {
                    decoder.push(b"P\x01\x07\0\0\0\0\0");
                    assert_eq!(decoder.next(), Err(error), "an error is for ever");
                    return (frames, Some(error));
                }
            }
        }
        if rest.is_empty() {
            break;
        }
    }
    (frames, None)
}

fn all_at_once(bytes: &[u8]) -> (Vec<Frame>, Option<FrameError>) {
    decode_in_pieces(bytes, &[usize::MAX])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn frames_come_back_however_the_stream_is_cut(frames in vec(frame(), 1..12), cuts in vec(1usize..50, 1..8)) {
        prop_assert_eq!(decode_in_pieces(&bytes_of(&frames), &cuts), (frames, None));
    }

    #[test]
    fn garbage_never_panics_and_cuts_do_not_change_its_meaning(bytes in vec(any::<u8>(), 0..600), cuts in vec(1usize..50, 1..8)) {
        prop_assert_eq!(decode_in_pieces(&bytes, &cuts), all_at_once(&bytes));
    }

    #[test]
    fn garbage_behind_a_true_head_never_panics(kind in any::<u8>(), length in 0u32..120, body in vec(any::<u8>(), 0..200)) {
        let mut bytes = vec![b'P', 1, kind, 0];
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&body);
        let (frames, _) = all_at_once(&bytes);
        if let Some(first) = frames.first() {
            let again = bytes_of(std::slice::from_ref(first));
            prop_assert_eq!(&again[..], &bytes[..again.len()], "only one spelling of a frame is accepted");
        }
    }

    #[test]
    fn changed_bytes_never_panic_and_what_is_accepted_has_one_spelling(
        frames in vec(frame(), 1..6),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cuts in vec(1usize..50, 1..8),
    ) {
        let mut bytes = bytes_of(&frames);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let (accepted, error) = decode_in_pieces(&bytes, &cuts);
        let again = bytes_of(&accepted);
        prop_assert_eq!(&again[..], &bytes[..again.len()]);
        prop_assert_eq!((accepted, error), all_at_once(&bytes));
    }
}

#[test]
fn a_length_beyond_the_limit_is_refused_when_only_the_head_is_there() {
    for (kind, length) in [(3u8, u32::MAX), (3, 64 * 1024 + 1), (68, 24), (1, 3), (7, 1), (2, 54)] {
        let mut head = vec![b'P', 1, kind, 0];
        head.extend_from_slice(&length.to_le_bytes());
        assert_eq!(all_at_once(&head).1, Some(FrameError::BadLength { kind, length }));
    }
}

#[test]
fn a_wrong_beginning_is_refused_at_the_first_wrong_byte() {
    for bytes in [&b"G"[..], b"P\x02", b"P\x01\x01\x01"] {
        assert_eq!(all_at_once(bytes).1, Some(FrameError::BadHead));
    }
}

#[test]
fn a_document_or_a_number_of_descriptors_beyond_the_limit_is_refused() {
    let start = |document: usize, descriptors: usize| {
        let mut bytes = vec![b'P', 1, 2, 0, 22, 0, 0, 0];
        bytes.extend_from_slice(&[7; 16]);
        bytes.extend_from_slice(&u32::try_from(document).unwrap().to_le_bytes());
        bytes.push(u8::try_from(descriptors).unwrap());
        bytes.push(b'x');
        all_at_once(&bytes)
    };
    assert_eq!(start(MAX_DOCUMENT, MAX_DESCRIPTORS).0.len(), 1);
    assert_eq!(start(MAX_DOCUMENT + 1, 0).1, Some(FrameError::BadField { kind: 2, field: "document length" }));
    assert_eq!(start(0, MAX_DESCRIPTORS + 1).1, Some(FrameError::BadField { kind: 2, field: "number of descriptors" }));
}

#[test]
fn what_is_too_large_for_one_frame_becomes_several_or_is_shortened() {
    let job = JobId::from_bytes([1; 16]);
    let long: Vec<u8> = (0..=255).cycle().take(2 * MAX_CHUNK + 5).collect();

    let (parts, error) = all_at_once(&bytes_of(&[Frame::Output { job, offset: 10, bytes: long.clone() }]));
    assert_eq!(error, None);
    let (mut at, mut joined) = (10, Vec::new());
    for part in &parts {
        let Frame::Output { offset, bytes, .. } = part else { panic!("{part:?}") };
        assert_eq!(*offset, at);
        at += bytes.len() as u64;
        joined.extend_from_slice(bytes);
    }
    assert_eq!((parts.len(), joined), (3, long.clone()));

    let jobs = vec![JobEntry { job, state: JobState::Running, length: 3 }; MAX_JOBS + 1];
    let (parts, _) = all_at_once(&bytes_of(&[Frame::Jobs { jobs, more: false }]));
    let shape: Vec<_> = parts
        .iter()
        .map(|f| if let Frame::Jobs { jobs, more } = f { (jobs.len(), *more) } else { (0, false) })
        .collect();
    assert_eq!(shape, [(MAX_JOBS, true), (1, false)]);

    let reason = "ä".repeat(MAX_REASON);
    let (parts, _) = all_at_once(&bytes_of(&[Frame::Refused { reason: format!("x{reason}") }]));
    assert!(matches!(&parts[..], [Frame::Refused { reason }] if reason.len() == MAX_REASON - 1));

    let (parts, _) =
        all_at_once(&bytes_of(&[Frame::Ended { job, length: 0, end: End::Exit(0), stderr: long.clone() }]));
    let tail = &long[long.len() - MAX_STDERR..];
    assert!(matches!(&parts[..], [Frame::Ended { stderr, .. }] if stderr == tail));
}

#[test]
fn the_bytes_of_the_first_version_do_not_change() {
    let mut bytes = Vec::new();
    encode(&Frame::Hello { version: 1 }, &mut bytes);
    encode(&Frame::Attach { job: JobId::from_bytes([0xab; 16]), offset: 258 }, &mut bytes);
    let mut expected = b"P\x01\x01\0\x02\0\0\0\x01\0P\x01\x04\0\x18\0\0\0".to_vec();
    expected.extend_from_slice(&[0xab; 16]);
    expected.extend_from_slice(&[2, 1, 0, 0, 0, 0, 0, 0]);
    assert_eq!(bytes, expected);
    assert_eq!(HEAD, 8);
}
