using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Taler.Merchant.Sandbox.Wallets;

/// <summary>The name of a browser's wallet.</summary>
internal static class WalletCookie
{
    /// <summary>Where the buttons of the pages lead.</summary>
    public const string Buttons = "/sandbox/browser/";

    private const string Name = "taler_sandbox_wallet";
    private const int NameBytes = 16;

    /// <summary>Browsers do not tell ports apart, so the paths keep the cookie from a shop on the same host.</summary>
    private static readonly string[] Paths = [Instance.PathBase + "/orders/", Buttons];

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>The wallet that the browser has, or a new one. An order's page gives it, since a browser may never see the answer to a button.</summary>
    public static string GetOrGive(HttpContext context)
    {
        if (context.Request.Cookies.TryGetValue(Name, out var known) && WalletShelf.IsName(known))
            return known;
        var wallet = "browser-" + CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(NameBytes));
        foreach (var path in Paths)
        {
            context.Response.Cookies.Append(Name, wallet, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                MaxAge = Life,
                Path = path,
            });
        }
        return wallet;
    }
}
