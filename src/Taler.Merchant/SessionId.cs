using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Taler.Merchant;

/// <summary>What binds a payment to one browser (<c>session_id</c>). A secret: it prints as <c>(redacted)</c>.</summary>
/// <remarks>1 to 128 unreserved URI characters (<c>A-Z a-z 0-9 - . _ ~</c>), but not dots alone.</remarks>
public sealed record SessionId
{
    /// <summary>The greatest length that is accepted. The protocol names none.</summary>
    public const int MaxLength = 128;

    private const int RandomBytes = 16;

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private SessionId(string value) => Value = value;

    /// <summary>The ID as the protocol writes it. Keep it out of logs.</summary>
    public string Value { get; }

    /// <summary>Makes a new session-ID of 128 random bits, 26 characters of base32.</summary>
    public static SessionId Create() => new(CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <summary>Reads a session-ID.</summary>
    /// <exception cref="FormatException">The text is not a session-ID.</exception>
    public static SessionId Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryParse(value, out var sessionId)
            ? sessionId
            : throw new FormatException("A session-ID has 1 to 128 of the characters A-Z a-z 0-9 - . _ ~ and is not made of dots alone.");
    }

    /// <summary>Reads a session-ID without throwing.</summary>
    /// <returns>False if the text is not a session-ID.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out SessionId? sessionId)
    {
        sessionId = null;
        if (value is null || value.Length is 0 or > MaxLength || value.AsSpan().ContainsAnyExcept(Unreserved) || !value.AsSpan().ContainsAnyExcept('.'))
            return false;
        sessionId = new SessionId(value);
        return true;
    }

    /// <summary>Always <c>(redacted)</c>; the ID itself is <see cref="Value"/>.</summary>
    public override string ToString() => Redacted.Text;
}
