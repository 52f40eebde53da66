using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Taler.Paywall.FunctionalTests.Kinds;

/// <summary>Groups, and the last word on an endpoint: sold or free.</summary>
public sealed class GroupTests(SandboxFixture sandbox) : KindTests(sandbox), IClassFixture<SandboxFixture>
{
    private const string Book = "/shelf/row/book";

    public static TheoryData<string, bool, Action<WebApplication>> LastWords => new()
    {
        { "group sold", true, app => Row(app.MapGroup("/shelf").RequireTalerPayment("KUDOS:3")) },
        { "group sold, inner group free", false, app => Row(app.MapGroup("/shelf").RequireTalerPayment("KUDOS:3"), row => row.DisableTalerPaywall()) },
        { "group sold, endpoint free", false, app => Row(app.MapGroup("/shelf").RequireTalerPayment("KUDOS:3"), book: book => book.DisableTalerPaywall()) },
        { "group free, inner group sold", true, app => Row(app.MapGroup("/shelf").DisableTalerPaywall(), row => row.RequireTalerPayment("KUDOS:3")) },
        { "group free, endpoint sold", true, app => Row(app.MapGroup("/shelf").DisableTalerPaywall(), book: book => book.RequireTalerPayment("KUDOS:3")) },
        { "inner group free, endpoint sold", true, app => Row(app.MapGroup("/shelf"), row => row.DisableTalerPaywall(), book => book.RequireTalerPayment("KUDOS:3")) },
        { "sold, then free", false, app => Row(app.MapGroup("/shelf"), book: book => book.RequireTalerPayment("KUDOS:3").DisableTalerPaywall()) },
        { "free, then sold", true, app => Row(app.MapGroup("/shelf"), book: book => book.DisableTalerPaywall().RequireTalerPayment("KUDOS:3")) },
        { "sold, free at last", false, app => Row(app.MapGroup("/shelf"), book: book => Finally(book.RequireTalerPayment("KUDOS:3"), new DisableTalerPaywallAttribute())) },
        { "free, sold at last", true, app => Row(app.MapGroup("/shelf"), book: book => Finally(book.DisableTalerPaywall(), new RequireTalerPaymentAttribute("KUDOS:3"))) },
        { "group sold, free at last", false, app => Row(app.MapGroup("/shelf").RequireTalerPayment("KUDOS:3"), book: book => Finally(book, new DisableTalerPaywallAttribute())) },
        { "sold, group free at last", false, app => Row(Finally(app.MapGroup("/shelf"), new DisableTalerPaywallAttribute()), book: book => book.RequireTalerPayment("KUDOS:3")) },
    };

    [Theory]
    [MemberData(nameof(LastWords))]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "xUnit1026", Justification = "The words are the name of the case.")]
    public async Task The_last_word_counts(string words, bool sold, Action<WebApplication> map)
    {
        await using var with = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            map(app);
        });
        await using var without = await OpenAsync(map);

        foreach (var shop in new[] { with, without })
        {
            if (!sold)
                shop.AllowLog(line => line.Event is "NothingSold");
            await (sold ? ExpectSoldAsync(shop, Book) : ExpectFreeAsync(shop, Book));
        }
    }

    private static void Row(RouteGroupBuilder shelf, Action<RouteGroupBuilder>? row = null, Action<RouteHandlerBuilder>? book = null)
    {
        var inner = shelf.MapGroup("/row");
        row?.Invoke(inner);
        var endpoint = inner.MapGet("/book", () => Shop.Paid);
        book?.Invoke(endpoint);
    }

    private static TBuilder Finally<TBuilder>(TBuilder builder, object metadata)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
