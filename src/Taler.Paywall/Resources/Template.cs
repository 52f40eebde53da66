using System.Globalization;
using System.Runtime.CompilerServices;

namespace Taler.Paywall.Resources;

/// <summary>How the values of a template are written when they are filled in.</summary>
internal enum TemplateKind
{
    /// <summary>Encoded: a resource's name.</summary>
    Name,

    /// <summary>As people read them: a summary.</summary>
    Summary,

    /// <summary>Encoded, and the result is a path with its query.</summary>
    Path,
}

/// <summary>A text with places for the values of a request; made by <see cref="TemplateParser"/> from a setting or from a pattern.</summary>
internal sealed class Template(TemplateKind kind, IReadOnlyList<Template.Part> parts)
{
    private readonly Part[] _parts = [.. parts];

    /// <summary>Literal text, then the value behind it.</summary>
    /// <param name="Literal">Text in front of the value.</param>
    /// <param name="Value">Index of the value, -1 for none.</param>
    /// <param name="DropLiteral">Whether a missing value takes the literal with it, so that no slash or dot is left over.</param>
    /// <param name="KeepSlashes">Whether the value is a catch-all.</param>
    /// <param name="Delimiter">
    /// What ends this value in the finished name. It is encoded inside the value: <c>{a}-{b}</c> must not name <c>x-y</c>, <c>z</c> like <c>x</c>, <c>y-z</c>.
    /// </param>
    public readonly record struct Part(string Literal, int Value, bool DropLiteral = false, bool KeepSlashes = false, char? Delimiter = null);

    public IReadOnlyList<Part> Parts => _parts;

    public TemplateKind Kind => kind;

    /// <summary>The template with nothing but the places of its values: equal shapes give equal texts for equal values.</summary>
    public string Shape => string.Concat(_parts.Select(part => part.Value < 0 ? part.Literal : part.Literal + "{}"));

    /// <summary>Whether the value at an index is filled in somewhere.</summary>
    public bool Uses(int value) => Array.Exists(_parts, part => part.Value == value);

    /// <summary>The text in front of the first value of a name, or all of it where there is none.</summary>
    public string Start => _parts[0].Literal;

    /// <summary>The text behind the last value; empty where there is none.</summary>
    public string End => _parts is [.., { Value: >= 0 }, { Value: < 0 } last] ? last.Literal : "";

    /// <exception cref="FormatException">A value cannot be part of a URL.</exception>
    public string Fill(ReadOnlySpan<string?> values)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        foreach (ref readonly var part in _parts.AsSpan())
        {
            var value = part.Value < 0 ? null : values[part.Value];
            if (value is null && part.DropLiteral)
                continue;
            text.AppendLiteral(part.Literal);
            if (value is not null)
                text.AppendLiteral(Spell(value, part));
        }
        var result = text.ToStringAndClear();
        // The pattern /{**rest} without a rest is the root.
        return kind is TemplateKind.Path && !result.StartsWith('/') ? "/" + result : result;
    }

    /// <summary>The values that a name was filled with; null if it is not a name of this template.</summary>
    public string?[]? TryRead(string name, int count)
    {
        var values = new string?[count];
        var start = 0;
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i];
            if (!name.AsSpan(start).StartsWith(part.Literal, StringComparison.Ordinal))
                return null;
            start += part.Literal.Length;
            if (part.Value < 0)
                continue;
            var tail = i + 1 < _parts.Length ? _parts[i + 1].Literal : "";
            var end = part.Delimiter is { } delimiter ? name.IndexOf(delimiter, start) : name.Length - tail.Length;
            if (end < start)
                return null;
            values[part.Value] = end == start ? null : Uri.UnescapeDataString(name.AsSpan(start, end - start));
            start = end;
        }
        return start == name.Length ? values : null;
    }

    private string Spell(string value, in Part part)
    {
        if (kind is TemplateKind.Summary)
            return CanonicalText.ForPeople(value);
        var encoded = CanonicalText.Encode(value, part.KeepSlashes);
        return part.Delimiter is { } delimiter && encoded.Contains(delimiter, StringComparison.Ordinal)
            ? encoded.Replace(delimiter.ToString(), "%" + ((int)delimiter).ToString("X2", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            : encoded;
    }
}
