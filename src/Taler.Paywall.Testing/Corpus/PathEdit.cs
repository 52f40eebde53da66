namespace Taler.Paywall.Testing.Corpus;

/// <summary>One way to write a path differently. It takes any path, so that edits can follow each other.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Apply">The path written so; the path itself where the edit finds nothing to do.</param>
/// <param name="NamesTarget">Whether every reader takes the result for the same path.</param>
internal sealed record PathEdit(string Name, Func<string, string> Apply, bool NamesTarget = false)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PathEdit> All { get; } =
        [.. SlashEdits.All, .. DotEdits.All, .. EscapeEdits.All, .. LetterEdits.All, .. EndEdits.All, .. ShortNameEdits.All, .. PrefixEdits.All];
}
