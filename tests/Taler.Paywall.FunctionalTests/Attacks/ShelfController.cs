using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

#pragma warning disable CA1822 // Actions of controllers are members.

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Sells what <c>id</c> names.</summary>
public sealed class ShelfController : Controller
{
    /// <summary>Found by the conventional route, in any method.</summary>
    [RequireTalerPayment("KUDOS:1")]
    public string Read(string? id) => Shop.Paid + id;

    /// <summary>Found by a route of its own.</summary>
    [Route("/shelf-action/{id}"), RequireTalerPayment("KUDOS:1")]
    public string One(string id) => Shop.Paid + id;

    /// <summary>Below a pattern that calls the value otherwise.</summary>
    [Route("/shelf-pattern/{id?}")]
    public string Below(string? id) => Shop.Paid + id;

    /// <summary>Free below the same pattern.</summary>
    [Route("/shelf-pattern/{id}/sample"), DisableTalerPaywall]
    public string Sample(string id) => Shop.Paid + id;

    /// <summary>Not sold at all.</summary>
    [Route("/shelf-free/{id}")]
    public string Free(string id) => Shop.Paid + id;

    /// <summary>Takes the value as a part of a model.</summary>
    [Route("/shelf-model/{id}"), RequireTalerPayment("KUDOS:1")]
    public string Model(ShelfBook book) => Shop.Paid + book.Id;

    /// <summary>Fills a model by hand.</summary>
    [Route("/shelf-update/{id}"), RequireTalerPayment("KUDOS:1")]
    public async Task<string> UpdateAsync()
    {
        var book = new ShelfBook();
        await TryUpdateModelAsync(book, "");
        return Shop.Paid + book.Id;
    }

    /// <summary>Sold by a pattern with a query value.</summary>
    [Route("/shelf-query")]
    public string Query(string? id) => Shop.Paid + id;

    /// <summary>Says that the value comes from the query.</summary>
    [Route("/shelf-query/own")]
    public string OwnQuery([FromQuery] ShelfBook book) => Shop.Paid + book.Id;

    /// <summary>Takes a field of a form by the name of a value of the path, and says so.</summary>
    [HttpPost("/shelf-form/{id}"), RequireTalerPayment("KUDOS:1")]
    public string Form([FromRoute] string id, [FromForm(Name = "id")] string field) => Shop.Paid + id + field;

    /// <summary>Takes fields of any name and a file.</summary>
    [HttpPost("/shelf-upload/{id}"), RequireTalerPayment("KUDOS:1")]
    public async Task<string> UploadAsync(string id, string note, IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream());
        return Shop.Paid + id + note + await reader.ReadToEndAsync();
    }

    /// <summary>Reads a form as it comes.</summary>
    [HttpPost("/shelf-stream/{id}"), RequireTalerPayment("KUDOS:1"), WithoutForm]
    public async Task<string> StreamAsync(string id)
    {
        using var reader = new StreamReader(Request.Body);
        return Shop.Paid + id + await reader.ReadToEndAsync();
    }
}

/// <summary>A model with the value.</summary>
public sealed class ShelfBook
{
    public string? Id { get; set; }

    public string? Note { get; set; }
}

/// <summary>Keeps MVC from reading forms, as its documentation advises for large uploads.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WithoutFormAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // Nothing to undo: the list is the request's own.
    }
}
