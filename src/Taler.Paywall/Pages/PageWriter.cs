using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Pages;

/// <summary>Writes a page: the site's own if there is one for its kind, else ours.</summary>
internal sealed class PageWriter(
    PageComposer composer, IPageLookInForce site, IEnumerable<PageReplacement> replacements, TroubleLog<PageWriter> log)
{
    private readonly Dictionary<TalerPageKind, PageReplacement> _replacements = replacements.GroupBy(page => page.Kind).ToDictionary(pages => pages.Key, pages => pages.Last());

    /// <summary>Writes a page as the answer to a person. The status and all headers that do not belong to the page are set already.</summary>
    public async Task WriteAsync(HttpContext context, PageContent content)
    {
        var look = site.Look;
        var page = await composer.ComposeAsync(context, content, look);
        var response = context.Response;
        if (page.IsIndexable)
            response.StatusCode = StatusCodes.Status200OK;
        response.Headers.ContentLanguage = page.Language;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        if (_replacements.TryGetValue(page.Kind, out var replacement) && await TryReplaceAsync(context, page, replacement))
            return;
        response.Headers.ContentSecurityPolicy = PagePolicy.Of(page, look);
        await WholeBody.WriteAsync(context, "text/html; charset=utf-8", PageHtml.Utf8Of(page));
    }

    /// <summary>Lets the site write. Nothing is sent before it has ended well; if it fails, the visitor gets our page, and no part of the other.</summary>
    private async Task<bool> TryReplaceAsync(HttpContext context, TalerPage page, PageReplacement replacement)
    {
        var envelope = PageEnvelope.Of(context.Response);
        var sent = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var kept = new MemoryStream();
        try
        {
            var body = new StreamResponseBodyFeature(kept);
            context.Features.Set<IHttpResponseBodyFeature>(body);
            await replacement.Write(context, page);
            await body.CompleteAsync();
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
        {
            log.PageReplacementFailed(page.Kind, error);
            envelope.Restore();
            return false;
        }
        finally
        {
            context.Features.Set(sent);
        }
        envelope.PutRight();
        if (context.Response.Headers.ContentSecurityPolicy.Count == 0)
            context.Response.Headers.ContentSecurityPolicy = PagePolicy.OfReplaced;
        kept.Position = 0;
        await kept.CopyToAsync(sent.Stream, context.RequestAborted);
        return true;
    }
}
