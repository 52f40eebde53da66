using System.Diagnostics.CodeAnalysis;

namespace Taler.Merchant;

/// <summary>The secret that a wallet needs to claim an order (<c>token</c>). It prints as <c>(redacted)</c>.</summary>
/// <remarks>1 to 64 ASCII letters and digits; a backend sends 26 (16 bytes in base32).</remarks>
public sealed record ClaimToken
{
    /// <summary>The greatest length that is accepted.</summary>
    public const int MaxLength = 64;

    private ClaimToken(string value) => Value = value;

    /// <summary>The token as the protocol writes it. Keep it out of logs.</summary>
    public string Value { get; }

    /// <summary>Reads a claim token.</summary>
    /// <exception cref="FormatException">The text is not a claim token.</exception>
    public static ClaimToken Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryParse(value, out var token) ? token : throw new FormatException("A claim token has 1 to 64 ASCII letters and digits.");
    }

    /// <summary>Reads a claim token without throwing.</summary>
    /// <returns>False if the text is not a claim token.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out ClaimToken? token)
    {
        token = value is { Length: > 0 and <= MaxLength } && value.All(char.IsAsciiLetterOrDigit) ? new ClaimToken(value) : null;
        return token is not null;
    }

    /// <summary>Always <c>(redacted)</c>; the token itself is <see cref="Value"/>.</summary>
    public override string ToString() => Redacted.Text;
}

internal static class Redacted
{
    public const string Text = "(redacted)";
}
