using System.Globalization;

namespace Taler.Merchant.Http;

/// <summary>Text that the backend chose, made fit for a log.</summary>
internal static class Hints
{
    private const int MaxLength = 200;

    private const string TokenPrefix = "secret-token:";

    /// <summary>Cuts to 200 printable characters.</summary>
    /// <returns>Null for nothing printable, and for a text that repeats a secret, with its prefix or without.</returns>
    public static string? Clean(string? text, params ReadOnlySpan<string?> secrets)
    {
        if (text is null)
            return null;

        // Compared after cleaning: a character that is not printed may stand inside the secret.
        var printable = string.Concat(text.Where(IsPrintable));
        foreach (var secret in secrets)
        {
            if (Repeats(printable, secret))
                return null;
        }
        var clean = printable[..Math.Min(printable.Length, MaxLength)].Trim();
        return clean.Length == 0 ? null : clean;
    }

    private static bool Repeats(string text, string? secret)
    {
        if (string.IsNullOrEmpty(secret))
            return false;
        var bare = secret.StartsWith(TokenPrefix, StringComparison.Ordinal) ? secret[TokenPrefix.Length..] : secret;
        return bare.Length > 0 && text.Contains(bare, StringComparison.Ordinal);
    }

    private static bool IsPrintable(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
