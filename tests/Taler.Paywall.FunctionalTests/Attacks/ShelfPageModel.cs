using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>A page that takes what <c>id</c> names in three ways: a property, a model, a parameter of its handlers.</summary>
[RequireTalerPayment("KUDOS:1"), IgnoreAntiforgeryToken]
public sealed class ShelfPageModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public ShelfBook Input { get; set; } = new();

    public string? Handled { get; private set; }

    public void OnGet(string id) => Handled = id;

    public void OnPost(string id) => Handled = id;
}
