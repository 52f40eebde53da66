using Microsoft.AspNetCore.Html;

namespace Taler.Paywall;

/// <summary>How to pay the order of the pay page.</summary>
public sealed class TalerPagePay
{
    /// <summary>The pay URI (<c>taler://pay/…</c>). It is the first of <see cref="TalerPage.Links"/> too.</summary>
    public required string PayUri { get; init; }

    /// <summary>The QR code of the pay URI, an element that needs no encoding. It has a name for those who do not see it.</summary>
    public required HtmlString QrCode { get; init; }

    /// <summary>What stands beside the QR code.</summary>
    public required string QrCodeText { get; init; }

    /// <summary>Elements for the body, which need no encoding: a script watches the payment, says what happens, and goes on by itself.</summary>
    /// <remarks>The script bears <see cref="TalerPage.Nonce"/>.</remarks>
    public required HtmlString Watch { get; init; }
}
