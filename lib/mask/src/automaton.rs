//! Finds all patterns in a stream of bytes at once (the Aho-Corasick construction).
//!
//! Own code, because the masker must know after every byte how many of the last bytes may still become a
//! secret (the depth of the state), which tells how much of a log line has to be held back.

use std::collections::{BTreeSet, VecDeque};

pub(super) type State = u32;
pub(super) const ROOT: State = 0;

pub(super) struct Automaton {
    nodes: Vec<Node>,
    /// The root's edges, complete: most bytes of a log are read in this state.
    root: [State; 256],
}

#[derive(Default)]
struct Node {
    /// Nearly every node of a trie of secrets has one edge; the rest of them is in `more`.
    edge: Option<(u8, State)>,
    more: Vec<(u8, State)>,
    fail: State,
    depth: u32,
    /// Length of the longest pattern that ends here.
    longest: u32,
}

impl Node {
    fn next(&self, byte: u8) -> Option<State> {
        match self.edge {
            Some((label, state)) if label == byte => Some(state),
            _ => self.more.iter().find(|(label, _)| *label == byte).map(|(_, state)| *state),
        }
    }

    fn edges(&self) -> impl Iterator<Item = (u8, State)> {
        self.edge.iter().chain(&self.more).copied()
    }
}

impl Automaton {
    pub(super) fn new(patterns: &BTreeSet<Vec<u8>>) -> Self {
        let mut automaton = Self { nodes: vec![Node::default()], root: [ROOT; 256] };
        for pattern in patterns {
            automaton.insert(pattern);
        }
        automaton.link();
        automaton
    }

    pub(super) fn next(&self, mut state: State, byte: u8) -> State {
        while state != ROOT {
            let node = self.node(state);
            if let Some(next) = node.next(byte) {
                return next;
            }
            state = node.fail;
        }
        self.root[usize::from(byte)]
    }

    /// How many of the last bytes are the beginning of a pattern.
    pub(super) fn depth(&self, state: State) -> usize {
        self.node(state).depth as usize
    }

    /// The length of the longest pattern that ends with the last byte; zero if none does.
    pub(super) fn longest_match(&self, state: State) -> usize {
        self.node(state).longest as usize
    }

    /// How many bytes from the front of `bytes` cannot begin a pattern.
    pub(super) fn skip(&self, bytes: &[u8]) -> usize {
        bytes.iter().position(|byte| self.root[usize::from(*byte)] != ROOT).unwrap_or(bytes.len())
    }

    fn node(&self, state: State) -> &Node {
        &self.nodes[state as usize]
    }

    fn insert(&mut self, pattern: &[u8]) {
        let mut state = ROOT;
        for (index, &byte) in pattern.iter().enumerate() {
            let known = if state == ROOT {
                Some(self.root[usize::from(byte)]).filter(|next| *next != ROOT)
            } else {
                self.node(state).next(byte)
            };
            state = known.unwrap_or_else(|| {
                let next = State::try_from(self.nodes.len()).expect("secrets fit into memory");
                let depth = u32::try_from(index + 1).expect("secrets fit into memory");
                self.nodes.push(Node { depth, ..Node::default() });
                let node = &mut self.nodes[state as usize];
                if state == ROOT {
                    self.root[usize::from(byte)] = next;
                } else if node.edge.is_none() {
                    node.edge = Some((byte, next));
                } else {
                    node.more.push((byte, next));
                }
                next
            });
        }
        let node = &mut self.nodes[state as usize];
        node.longest = node.depth;
    }

    /// Breadth first, so that a node's fallback, which is shallower, is complete before the node is.
    fn link(&mut self) {
        let mut queue: VecDeque<State> = self.root.iter().copied().filter(|state| *state != ROOT).collect();
        while let Some(state) = queue.pop_front() {
            let edges: Vec<(u8, State)> = self.node(state).edges().collect();
            let fail = self.node(state).fail;
            for (byte, child) in edges {
                let fallback = self.next(fail, byte);
                let longest = self.node(fallback).longest;
                let node = &mut self.nodes[child as usize];
                node.fail = fallback;
                node.longest = node.longest.max(longest);
                queue.push_back(child);
            }
        }
    }
}
