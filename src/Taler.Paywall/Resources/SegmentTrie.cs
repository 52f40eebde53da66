using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>All patterns as one tree of path segments, so that a request costs the same whether ten patterns are configured or ten thousand.</summary>
/// <remarks>
/// The tree only proposes: it compares literals and counts segments. Whether the values fit (constraints, <c>{name}.pdf</c>) is
/// the rule's own question, asked when a path has come to its end.
/// </remarks>
internal sealed class SegmentTrie
{
    private readonly Node _root = new();

    public SegmentTrie(IEnumerable<PathRule> rules)
    {
        foreach (var rule in rules)
            Add(rule);
    }

    /// <summary>Offers every rule whose shape fits a path to the search. Allocates nothing where no rule fits.</summary>
    public void Walk(ref RuleSearch search) => Walk(_root, Math.Min(1, search.Path.Length), ref search);

    private static void Walk(Node node, int start, ref RuleSearch search)
    {
        // As in ASP.NET routing, one slash at the end of a path does not begin another segment.
        if (start >= search.Path.Length)
        {
            search.Offer(node.Ends);
            return;
        }
        var segment = search.Path[start..];
        var slash = segment.IndexOf('/');
        if (slash >= 0)
            segment = segment[..slash];
        var next = start + segment.Length + 1;
        if (!segment.IsEmpty)
        {
            // The most specific first: then the less specific are mostly not read at all.
            if (node.TryGetLiteral(segment, out var literal))
                Walk(literal, next, ref search);
            else if (ShortName.IsOne(segment))
                WalkLongNames(node, segment, next, ref search);
            foreach (var (shape, child) in node.Complex)
            {
                if (shape.MayFit(segment))
                    Walk(child, next, ref search);
            }
            if (node.Parameter is { } parameter)
                Walk(parameter, next, ref search);
        }
        search.Offer(node.CatchAlls);
    }

    private static void WalkLongNames(Node node, ReadOnlySpan<char> shortName, int next, ref RuleSearch search)
    {
        foreach (var (longName, child) in node.Literals)
        {
            if (ShortName.MayStandFor(shortName, longName))
                Walk(child, next, ref search);
        }
    }

    private void Add(PathRule rule)
    {
        var segments = rule.Pattern.PathSegments;
        var node = _root;
        for (var i = 0; i < segments.Count; i++)
        {
            if (RestIsOptional(segments, i))
                node.Ends.Insert(rule);
            if (segments[i].Parts is [RoutePatternParameterPart { IsCatchAll: true }])
            {
                node.CatchAlls.Insert(rule);
                return;
            }
            node = node.Child(segments[i]);
        }
        node.Ends.Insert(rule);
    }

    private static bool RestIsOptional(IReadOnlyList<RoutePatternPathSegment> segments, int first) => segments
        .Skip(first)
        .All(segment => segment.Parts is [RoutePatternParameterPart parameter]
            && (parameter.IsOptional || parameter.IsCatchAll || parameter.Default is not null));

    private sealed class Node
    {
        private Dictionary<string, Node>? _literals;
        private Dictionary<string, Node>.AlternateLookup<ReadOnlySpan<char>> _lookup;

        public IEnumerable<KeyValuePair<string, Node>> Literals => _literals ?? [];

        public Node? Parameter { get; private set; }

        public (ComplexShape Shape, Node Child)[] Complex { get; private set; } = [];

        /// <summary>Rules that fit a path which ends here.</summary>
        public RankedRules Ends { get; } = new();

        /// <summary>Rules that fit whatever follows.</summary>
        public RankedRules CatchAlls { get; } = new();

        public bool TryGetLiteral(ReadOnlySpan<char> segment, [NotNullWhen(true)] out Node? child)
        {
            child = null;
            return _literals is not null
                && (Ascii.IsValid(segment) ? _lookup.TryGetValue(segment, out child) : _literals.TryGetValue(LetterFolding.Fold(segment.ToString()), out child));
        }

        public Node Child(RoutePatternPathSegment segment) => segment.Parts switch
        {
            [RoutePatternLiteralPart literal] => LiteralChild(literal.Content),
            [RoutePatternParameterPart] => Parameter ??= new Node(),
            _ => ComplexChild(new ComplexShape(segment)),
        };

        private Node LiteralChild(string text)
        {
            if (_literals is null)
            {
                _literals = new(StringComparer.OrdinalIgnoreCase);
                _lookup = _literals.GetAlternateLookup<ReadOnlySpan<char>>();
            }
            var folded = LetterFolding.Fold(text);
            if (!_literals.TryGetValue(folded, out var child))
                _literals.Add(folded, child = new Node());
            return child;
        }

        private Node ComplexChild(ComplexShape shape)
        {
            foreach (var (known, node) in Complex)
            {
                if (known == shape)
                    return node;
            }
            var child = new Node();
            Complex = [.. Complex, (shape, child)];
            return child;
        }
    }
}
