#pragma once
// Every arc from n nodes to m others, as LEMON wants its graphs, without storing one of them.

#include <lemon/bits/graph_extender.h>
#include <lemon/core.h>

namespace kolmo::transport {

/// Nodes 0 … n − 1 and n … n + m − 1; arc i m + j goes from node i to node n + j.
class CompleteBipartiteBase {
 public:
  struct Node {
    int id;
    Node() = default;
    explicit Node(int number) : id(number) {}
    Node(lemon::Invalid) : id(-1) {}
    bool operator==(Node other) const { return id == other.id; }
    bool operator!=(Node other) const { return id != other.id; }
    bool operator<(Node other) const { return id < other.id; }
  };
  struct Arc {
    int id;
    Arc() = default;
    explicit Arc(int number) : id(number) {}
    Arc(lemon::Invalid) : id(-1) {}
    bool operator==(Arc other) const { return id == other.id; }
    bool operator!=(Arc other) const { return id != other.id; }
    bool operator<(Arc other) const { return id < other.id; }
  };
  using NodeNumTag = lemon::True;
  using ArcNumTag = lemon::True;

  int nodeNum() const { return n_ + m_; }
  int arcNum() const { return n_ * m_; }
  int maxNodeId() const { return n_ + m_ - 1; }
  int maxArcId() const { return n_ * m_ - 1; }
  Node source(Arc arc) const { return Node(arc.id / m_); }
  Node target(Arc arc) const { return Node(n_ + arc.id % m_); }
  static int id(Node node) { return node.id; }
  static int id(Arc arc) { return arc.id; }
  static Node nodeFromId(int id) { return Node(id); }
  static Arc arcFromId(int id) { return Arc(id); }

  void first(Node& node) const { node.id = maxNodeId(); }
  static void next(Node& node) { --node.id; }
  void first(Arc& arc) const { arc.id = maxArcId(); }
  static void next(Arc& arc) { --arc.id; }
  void firstOut(Arc& arc, Node node) const { arc.id = node.id < n_ ? node.id * m_ : -1; }
  void nextOut(Arc& arc) const { arc.id = arc.id % m_ < m_ - 1 ? arc.id + 1 : -1; }
  void firstIn(Arc& arc, Node node) const { arc.id = node.id < n_ ? -1 : (n_ - 1) * m_ + node.id - n_; }
  void nextIn(Arc& arc) const { arc.id = arc.id >= m_ ? arc.id - m_ : -1; }

 protected:
  void construct(int n, int m) { n_ = n, m_ = m; }
  int n_ = 0, m_ = 0;
};

class CompleteBipartite : public lemon::DigraphExtender<CompleteBipartiteBase> {
 public:
  /// n, m ≥ 1, n m below 2³¹.
  CompleteBipartite(int n, int m) { construct(n, m); }
  int column(Arc arc) const { return arc.id % m_; }
};

}  // namespace kolmo::transport
