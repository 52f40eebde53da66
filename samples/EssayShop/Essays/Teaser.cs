using Microsoft.AspNetCore.Html;
using Taler.Paywall;

namespace EssayShop.Essays;

/// <summary>What the pages of the paywall show of an essay that is not bought yet.</summary>
internal static class Teaser
{
    private const string NamePrefix = "essay:";

    public static ValueTask<IHtmlContent?> MakeAsync(HttpContext context, TalerResource resource)
    {
        var essay = Catalogue.Find(resource.Name[NamePrefix.Length..]);
        IHtmlContent? teaser = essay is null ? null : new HtmlContentBuilder().AppendHtml("<p lang=\"en\" dir=\"ltr\">").Append(essay.Teaser).AppendHtml("</p>");
        return ValueTask.FromResult(teaser);
    }
}
