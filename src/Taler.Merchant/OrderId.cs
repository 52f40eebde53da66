using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Taler.Merchant;

/// <summary>The name of an order at the merchant backend (<c>order_id</c>).</summary>
/// <remarks>
/// 1 to 128 characters of <c>A-Z a-z 0-9 . : _ -</c>, but not dots alone: such an ID is always one segment of a path and can never
/// climb out of it.
/// </remarks>
public sealed record OrderId
{
    /// <summary>The greatest length that is accepted. The protocol names none.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_-");

    private OrderId(string value) => Value = value;

    /// <summary>The ID as the protocol writes it.</summary>
    public string Value { get; }

    /// <summary>Reads an order-ID.</summary>
    /// <exception cref="FormatException">The text is not an order-ID.</exception>
    public static OrderId Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryParse(value, out var orderId)
            ? orderId
            : throw new FormatException("An order-ID has 1 to 128 of the characters A-Z a-z 0-9 . : _ - and is not made of dots alone.");
    }

    /// <summary>Reads an order-ID without throwing.</summary>
    /// <returns>False if the text is not an order-ID.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out OrderId? orderId)
    {
        orderId = null;
        if (value is null || value.Length is 0 or > MaxLength || value.AsSpan().ContainsAnyExcept(Allowed) || !value.AsSpan().ContainsAnyExcept('.'))
            return false;
        orderId = new OrderId(value);
        return true;
    }

    /// <summary>The ID as the protocol writes it.</summary>
    public override string ToString() => Value;
}
