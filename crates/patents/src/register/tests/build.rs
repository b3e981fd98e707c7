//! A folder of synthetic answers in the shapes of the services. None is an answer of any office.

use std::path::Path;

const NOTE: &str = "<!-- synthetic: not an answer of any office -->";

/// A family or legal answer of OPS about one European right.
fn family(application: &str, publication: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>{NOTE}<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org"><ops:patent-family legal="true" total-result-count="1"><ops:family-member family-id="1"><publication-reference><document-id document-id-type="docdb"><country>EP</country><doc-number>{publication}</doc-number><kind>A1</kind><date>20000510</date></document-id></publication-reference><application-reference doc-id="1" is-representative="YES"><document-id document-id-type="docdb"><country>EP</country><doc-number>{application}</doc-number><kind>A</kind><date>19991101</date></document-id></application-reference></ops:family-member></ops:patent-family></ops:world-patent-data>"#
    )
}

/// The procedural steps of the register, which name a right by the question alone.
fn steps(publication: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>{NOTE}<ops:world-patent-data xmlns:ops="http://ops.epo.org" xmlns:reg="http://www.epo.org/register"><ops:register-search total-result-count="1"><ops:query syntax="CQL">publication=EP{publication}</ops:query><reg:register-documents><reg:register-document status="Examination is in progress"><reg:procedural-data/></reg:register-document></reg:register-documents></ops:register-search></ops:world-patent-data>"#
    )
}

fn wrapper(application: &str, grant: &str) -> String {
    format!(
        r#"{{"note":"synthetic","count":1,"patentFileWrapperDataBag":[{{"applicationNumberText":"{application}","applicationMetaData":{{"applicationStatusCode":150,"filingDate":"2020-01-06","grantDate":"2022-03-01","patentNumber":"{grant}","earliestPublicationNumber":"US20210000001A1","applicationTypeCode":"UTL"}}}}]}}"#
    )
}

fn documents(application: &str) -> String {
    format!(
        r#"{{"note":"synthetic","documentBag":[{{"applicationNumberText":"{application}","documentCode":"NOA"}}]}}"#
    )
}

/// An answer of the JPO with so many calls left.
pub(super) fn jpo(application: &str, left: u32) -> String {
    format!(
        r#"{{"result":{{"statusCode":"100","errorMessage":"synthetic","remainAccessCount":"{left}","data":{{"applicationNumber":"{application}","registrationNumber":"7000001","bibliographyInformation":[]}}}}}}"#
    )
}

fn kipris(application: &str) -> String {
    format!(
        "<response>{NOTE}<header><resultCode>00</resultCode></header><body><items><legalStatusST27Info>\
         <applicationNumber>{application}</applicationNumber><keyEventCode>A10</keyEventCode>\
         <eventDate>20200106</eventDate></legalStatusST27Info></items></body></response>"
    )
}

const RECORD: &str = r#""assignment":{"reelNumber":50000,"frameNumber":12,"conveyance":"ASSIGNMENT OF ASSIGNORS INTEREST","conveyanceCode":23,"assignors":[{"assignorName":"DOE, JANE","executionDate":"01/06/2020"}],"assignees":[{"assigneeName":"EXAMPLE INC"}]}"#;

fn records_listed() -> String {
    r#"{"note":"synthetic","status":"Success","statusCode":200,"successResponse":{"data":[{"reelNumber":50000,"frameNumber":12,"conveyance":"ASSIGNMENT OF ASSIGNORS INTEREST","conveyanceCode":23,"assignors":[],"assignees":["EXAMPLE INC"]}],"totalRows":1}}"#.to_owned()
}

/// A record with the one right it is about.
fn record(grant: &str) -> String {
    format!(
        r#"{{"note":"synthetic","status":"Success","statusCode":200,"successResponse":{{"data":{{{RECORD},"properties":[{{"applicationNumber":"16900001","patentNumber":"{grant}"}}]}},"totalRows":1}}}}"#
    )
}

/// EP1000001 and US16/900,001 with all their parts; another right of each to lie with; one of Japan, one of Korea.
pub(super) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, body: String| write(folder.path(), file, &body);
    write("epo/legal_EP.1000001.A1.xml", family("99000001", "1000001"));
    write("epo/legal_EP.1000002.A1.xml", family("99000002", "1000002"));
    write("epo/family_EP.1000001.A1.xml", family("99000001", "1000001"));
    write("epo/register_procedural_steps_EP1000001.xml", steps("1000001"));
    write(
        "epo/register_procedural_steps_EP1000001.headers.json",
        r#"{"status":200,"headers":{"Etag":"\"v1\""}}"#.to_owned(),
    );
    write(
        "uspto/odp_application_16900001.json",
        wrapper("16900001", "11200001"),
    );
    write(
        "uspto/odp_application_16900002.json",
        wrapper("16900002", "11200002"),
    );
    write("uspto/odp_documents_16900001.json", documents("16900001"));
    write("uspto/assignmentcenter_v3_patent_11200001.json", records_listed());
    write(
        "uspto/assignmentcenter_v3_reelframe_50000-12.json",
        record("11200001"),
    );
    write("jpo/app_progress_2020000001.json", jpo("2020000001", 5));
    write("jpo/app_progress_2020000002.json", jpo("2020000002", 0));
    write("jpo/case_number_reference_7000001.json", jpo("2020000001", 5));
    write("kipris/st27_1020200000001.xml", kipris("1020200000001"));
    write("kipris/st27_1020200000002.xml", kipris("1020200000001"));
    folder
}

fn write(folder: &Path, file: &str, body: &str) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, body).unwrap();
}
