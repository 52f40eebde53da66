using System.Globalization;

namespace Taler.Merchant.Http;

/// <summary>Text that the backend chose, made fit for a log.</summary>
internal static class Hints
{
    private const int MaxLength = 200;

    /// <summary>Cuts to 200 printable characters.</summary>
    /// <returns>Null for nothing printable, and for a text that repeats a secret.</returns>
    public static string? Clean(string? text, params ReadOnlySpan<string?> secrets)
    {
        if (text is null)
            return null;
        foreach (var secret in secrets)
        {
            if (!string.IsNullOrEmpty(secret) && text.Contains(secret, StringComparison.Ordinal))
                return null;
        }
        var clean = string.Concat(text.Where(IsPrintable).Take(MaxLength)).Trim();
        return clean.Length == 0 ? null : clean;
    }

    private static bool IsPrintable(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
