using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>
/// Where the backend is for us and for buyers. A backend that is reached by an internal address names itself so; buyers are never sent
/// there, nor anywhere but to its public address.
/// </summary>
internal sealed class BackendAddress(Uri baseUrl, Uri publicBaseUrl)
{
    /// <exception cref="TalerMerchantException">The URL leads elsewhere.</exception>
    public Uri MakePublic(Uri url)
    {
        // Joined as text: joined as URLs, a path of two slashes or with a colon would lead elsewhere.
        if (IsSameOrigin(url, publicBaseUrl))
            return new Uri(publicBaseUrl.GetLeftPart(UriPartial.Authority) + url.PathAndQuery + url.Fragment);
        if (IsSameOrigin(url, baseUrl) && url.AbsolutePath.StartsWith(baseUrl.AbsolutePath, StringComparison.Ordinal))
            return new Uri(publicBaseUrl.AbsoluteUri + url.PathAndQuery[baseUrl.AbsolutePath.Length..] + url.Fragment);
        throw new TalerMerchantException(
            TalerMerchantFailure.InvalidAnswer,
            $"The backend sends buyers to {url.Scheme}://{BaseUrls.AsciiAuthority(url)}, which is neither Merchant:PublicBaseUrl nor Merchant:BaseUrl. Set Merchant:PublicBaseUrl to the address by which buyers reach the backend.");
    }

    public TalerPayUri MakePublic(TalerPayUri uri) => new(publicBaseUrl, uri.OrderId, uri.SessionId, uri.ClaimToken);

    /// <summary>Whether a browser says that it comes from the backend's pages. Where site and backend share an origin, the path tells.</summary>
    public bool Sent(string? referer, Uri? site) =>
        Uri.TryCreate(referer, UriKind.Absolute, out var url)
        && IsSameOrigin(url, publicBaseUrl)
        && (site is null || !IsSameOrigin(site, publicBaseUrl) || url.AbsolutePath.StartsWith(publicBaseUrl.AbsolutePath, StringComparison.Ordinal));

    private static bool IsSameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.IdnHost == right.IdnHost && left.Port == right.Port && left.UserInfo.Length == 0;
}
