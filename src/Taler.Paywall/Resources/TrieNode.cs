using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>A place in the tree of patterns.</summary>
internal sealed class TrieNode
{
    private Dictionary<string, TrieNode>? _literals;
    private Dictionary<string, TrieNode>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Literals beyond ASCII once more, by what they have in common with others. Those within are their own.</summary>
    private Dictionary<string, List<string>>? _folded;

    private bool _constrains;

    public TrieNode? Parameter { get; private set; }

    public (ComplexShape Shape, TrieNode Child)[] Complex { get; private set; } = [];

    /// <summary>Rules that fit a path which ends here.</summary>
    public RankedRules Ends { get; } = new();

    /// <summary>Rules that fit whatever follows.</summary>
    public RankedRules CatchAlls { get; } = new();

    public bool TryGetLiteral(ReadOnlySpan<char> segment, [NotNullWhen(true)] out TrieNode? child)
    {
        child = null;
        return _literals is not null && _lookup.TryGetValue(segment, out child);
    }

    /// <summary>Where a segment leads as a value.</summary>
    public IEnumerable<TrieNode> ValuesFor(string segment)
    {
        foreach (var (shape, child) in Complex)
        {
            if (shape.MayFit(segment))
                yield return child;
        }
        if (Parameter is not null)
            yield return Parameter;
    }

    /// <summary>Literals that a file system may take a segment for, its own spelling among them.</summary>
    public IEnumerable<(string Literal, TrieNode Child)> LiteralsLike(string folded)
    {
        if (TryGetLiteral(folded, out var plain))
            yield return (folded, plain);
        foreach (var literal in _folded?.GetValueOrDefault(folded) ?? [])
            yield return (literal, _literals![literal]);
        if (!ShortName.IsOne(folded))
            yield break;
        foreach (var (literal, child) in _literals ?? [])
        {
            if (ShortName.MayStandFor(folded, LetterFolding.Fold(literal)))
                yield return (literal, child);
        }
    }

    /// <summary>Whether a file system may take a segment for a name that fits a pattern, with values that cannot be known.</summary>
    public bool MayHide(string segment, string folded, bool isLast) =>
        Array.Exists(Complex, complex => complex.Child.GoesOn(isLast) && !complex.Shape.MayFit(segment) && complex.Shape.MayFitAnotherSpelling(folded))
        || (_constrains && Parameter!.GoesOn(isLast) && ShortName.IsOne(folded));

    public TrieNode Child(RoutePatternPathSegment segment) => segment.Parts switch
    {
        [RoutePatternLiteralPart literal] => LiteralChild(literal.Content),
        [RoutePatternParameterPart parameter] => ParameterChild(parameter),
        _ => ComplexChild(new ComplexShape(segment)),
    };

    /// <summary>Whether a path that ends here, or goes on from here, can fit a rule.</summary>
    private bool GoesOn(bool isLast) => !CatchAlls.IsEmpty || (isLast ? !Ends.IsEmpty : _literals is not null || Parameter is not null || Complex.Length > 0);

    private TrieNode ParameterChild(RoutePatternParameterPart parameter)
    {
        _constrains |= parameter.ParameterPolicies.Count > 0;
        return Parameter ??= new TrieNode();
    }

    private TrieNode LiteralChild(string text)
    {
        if (_literals is null)
        {
            _literals = new(StringComparer.OrdinalIgnoreCase);
            _lookup = _literals.GetAlternateLookup<ReadOnlySpan<char>>();
        }
        if (_literals.TryGetValue(text, out var known))
            return known;
        if (!Ascii.IsValid(text))
        {
            _folded ??= new(StringComparer.OrdinalIgnoreCase);
            var folded = LetterFolding.Fold(text);
            if (!_folded.TryGetValue(folded, out var alike))
                _folded.Add(folded, alike = []);
            alike.Add(text);
        }
        var child = new TrieNode();
        _literals.Add(text, child);
        return child;
    }

    private TrieNode ComplexChild(ComplexShape shape)
    {
        foreach (var (known, node) in Complex)
        {
            if (known == shape)
                return node;
        }
        var child = new TrieNode();
        Complex = [.. Complex, (shape, child)];
        return child;
    }
}
