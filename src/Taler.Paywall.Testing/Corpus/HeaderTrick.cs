namespace Taler.Paywall.Testing.Corpus;

/// <summary>Headers that lead some software to serve more, or another thing, than the request line asks for.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Wires">Which protocols can carry it.</param>
/// <param name="Headers">The headers.</param>
internal sealed record HeaderTrick(string Name, Wires Wires, params Header[] Headers)
{
    public HeaderTrick(string name, params Header[] headers)
        : this(name, Wires.Both, headers)
    {
    }

    /// <summary>Whether the request still names the same thing, whatever is made of these headers.</summary>
    public bool NamesTarget { get; init; } = true;

    public static HeaderTrick Of(string name, string header, params string[] values) => new(name, [.. values.Select(value => new Header(header, value))]);
}
