//! Files over HTTP: taken at `/uploads`, handed out at `/files/…`.

use std::sync::Arc;

use gateway::{
    Bearer, Gateway, Uploads,
    http::{Parts, Settings, Transport, TrustedDocuments, Unlimited},
};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use journeys::{Person, Platform};
use kernel::{Role, SystemClock, SystemIds};
use serde_json::{Value, json};
use tower::ServiceExt;

const PDF: &str = "%PDF-1.4\ntrailer<<>>\nstartxref\n9\n%%EOF\n";

/// The routes of files over a platform.
struct Site(Uploads);

impl Site {
    fn of(platform: &Platform) -> Self {
        let transport = Transport::new(Parts {
            executor: Gateway::new(platform.app.clone()).executor(),
            authenticate: Arc::new(Bearer::new(platform.app.accounts.clone(), false)),
            rate_limit: Arc::new(Unlimited),
            trusted: TrustedDocuments::default(),
            prices: Vec::new(),
            settings: Settings::default(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            shutdown: Default::default(),
        });
        Self(Uploads::new(platform.app.clone(), transport.unwrap()))
    }

    async fn send(&self, request: Request<String>) -> (StatusCode, Response<()>, Vec<u8>) {
        let response = self.0.routes().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        (parts.status, Response::from_parts(parts, ()), bytes)
    }

    async fn upload(
        &self,
        person: Option<&Person>,
        headers: &[(&str, &str)],
        name: &str,
        bytes: &str,
    ) -> (StatusCode, Value) {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n{bytes}\r\n--b--\r\n"
        );
        let mut request = Request::post("/uploads").header("content-type", "multipart/form-data; boundary=b");
        if let Some(person) = person {
            request = request.header("authorization", format!("Bearer {}", person.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (status, _, body) = self.send(request.body(body).unwrap()).await;
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    async fn read(&self, person: Option<&Person>, path: &str) -> (StatusCode, Response<()>, Vec<u8>) {
        let mut request = Request::get(path);
        if let Some(person) = person {
            request = request.header("authorization", format!("Bearer {}", person.token));
        }
        self.send(request.body(String::new()).unwrap()).await
    }
}

testkit::on_both! {
    async fn a_file_is_taken_from_its_owner_and_handed_out_as_what_it_is(db: &TestDb) {
        let platform = Platform::on(db).await;
        let site = Site::of(&platform);
        let person = Person::sign_up(&platform, "Pia Person", true).await;
        let (status, told) = site.upload(Some(&person), &[], "../../身份\u{202e}证.html", PDF).await;
        assert_eq!(status, StatusCode::CREATED, "{told}");
        assert_eq!((&told["name"], &told["mediaType"]), (&json!("身份证.pdf"), &json!("application/pdf")));

        let saved = json!({ "kind": "PERSON", "legalName": "Pia Person" });
        let saved = platform.act(person.token(), "verificationSave", "verification { id }", saved).await;
        let add = json!({ "verificationId": saved["verification"]["id"], "uploadId": told["id"], "kind": "IDENTITY" });
        let added = platform.act(person.token(), "verificationDocumentAdd", "verification { documents { file { path accesses { at } } } }", add).await;
        let path = added["verification"]["documents"][0]["file"]["path"].as_str().unwrap().to_owned();
        let (status, response, bytes) = site.read(Some(&person), &path).await;
        assert_eq!((status, bytes.as_slice()), (StatusCode::OK, PDF.as_bytes()));
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-disposition").starts_with("attachment; filename=\"document.pdf\"; filename*=UTF-8''%E8"));
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "private, no-store");
        assert!(header("content-security-policy").starts_with("default-src 'none'; sandbox"));

        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        assert_eq!(site.read(Some(&reviewer), &path).await.0, StatusCode::NOT_FOUND, "an address is for one person");
        assert_eq!(site.read(None, &path).await.0, StatusCode::UNAUTHORIZED);
        for hostile in ["/files/..%2f..%2fetc%2fpasswd", "/files/x", &format!("{path}0"), &path.replace("file_0", "file_1")] {
            assert_eq!(site.read(Some(&person), hostile).await.0, StatusCode::NOT_FOUND, "{hostile}");
        }
    }

    async fn what_is_hostile_is_refused_with_words_and_leaves_nothing(db: &TestDb) {
        let platform = Platform::on(db).await;
        let site = Site::of(&platform);
        let person = Person::sign_up(&platform, "Pia Person", true).await;
        let large = format!("%PDF-1.4{}", "x".repeat(10 * 1024 * 1024 + 1));
        for (name, bytes, status) in [
            ("passport.pdf", "<script>alert(1)</script>", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("a.pdf", "", StatusCode::UNPROCESSABLE_ENTITY),
            ("a.pdf", "%PDF-1.4 and no end", StatusCode::UNPROCESSABLE_ENTITY),
            ("a.pdf", &large, StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let (found, told) = site.upload(Some(&person), &[], name, bytes).await;
            assert_eq!(found, status, "{name}: {told}");
            assert!(told["errors"][0]["message"].as_str().unwrap().len() > 20, "{told}");
        }
        let (status, told) = site.upload(None, &[], "a.pdf", PDF).await;
        assert_eq!((status, &told["errors"][0]["extensions"]["code"]), (StatusCode::UNAUTHORIZED, &json!("UNAUTHENTICATED")));
        let foreign = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
        let (status, told) = site.upload(Some(&person), &foreign, "a.pdf", PDF).await;
        assert_eq!((status, &told["errors"][0]["extensions"]["code"]), (StatusCode::FORBIDDEN, &json!("FORBIDDEN")));
        let plain = Request::post("/uploads").header("authorization", format!("Bearer {}", person.token));
        let (status, _, _) = site.send(plain.body(PDF.to_owned()).unwrap()).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(platform.app.files.purge().await.unwrap(), 0, "nothing was kept");
    }

    async fn everything_about_a_person_is_handed_out_to_them_alone_and_for_a_while(db: &TestDb) {
        let platform = Platform::on(db).await;
        let site = Site::of(&platform);
        let mut person = Person::sign_up(&platform, "Pia Person", false).await;
        let asked = platform.act(person.token(), "accountExportRequest", "export { state url }", json!({})).await;
        assert_eq!(asked["export"], json!({ "state": "WAITING", "url": null }));
        platform.settle().await;
        let query = "{ viewer { dataExports { state url expiresAt byteSize } notifications { nodes { kind } } } }";
        let seen = platform.data(person.token(), query, json!({})).await;
        let export = &seen["viewer"]["dataExports"][0];
        assert_eq!((&export["state"], &seen["viewer"]["notifications"]["nodes"][0]["kind"]), (&json!("READY"), &json!("EXPORT_READY")));
        let path = export["url"].as_str().unwrap();
        let (status, response, bytes) = site.read(Some(&person), path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(bytes.starts_with(b"PK") && String::from_utf8_lossy(&bytes).contains("Pia Person"));
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/zip");
        assert_eq!(header("content-disposition"), "attachment; filename=\"farsight-2026-06-01.zip\"");
        assert_eq!(header("cache-control"), "private, no-store");
        let stranger = Person::sign_up(&platform, "Stan Stranger", false).await;
        assert_eq!(site.read(Some(&stranger), path).await.0, StatusCode::NOT_FOUND);
        assert_eq!(site.read(None, path).await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(site.read(Some(&person), &format!("{path}0")).await.0, StatusCode::NOT_FOUND);
        // A quarter of an hour later the proof is over, and so is the address.
        db.clock.advance(chrono::TimeDelta::minutes(15));
        assert_eq!(site.read(Some(&person), path).await.0, StatusCode::FORBIDDEN);
        person.come_back(&platform).await;
        assert_eq!(site.read(Some(&person), path).await.0, StatusCode::NOT_FOUND, "an address is over after a quarter of an hour");
    }
}
