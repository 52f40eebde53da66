namespace Taler.Merchant.Wire;

/// <summary><c>POST private/token</c>.</summary>
internal sealed record TokenRequestWire(string Scope);

/// <summary>Its answer. <c>token</c> is the older twin of <c>access_token</c> (v19).</summary>
internal sealed record TokenWire
{
    public string? AccessToken { get; init; }

    public string? Token { get; init; }

    public Timestamp? Expiration { get; init; }

    /// <summary>The token, of characters that may stand in a header.</summary>
    public string RequireToken()
    {
        var token = WireValues.Require(AccessToken ?? Token, "access_token");
        return token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? token
            : throw new WireException("access_token is not a token");
    }
}
